import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DealCard as Deal } from '@/api';
import { AppLink } from '../AppLink';
import { useStageLabel } from '../labels';
import { MoneyRange } from '../Money';
import { oneLiner, organizationName } from '../names';
import { Time } from '../Time';
import css from './cards.module.css';
import { askOf, placeOf } from './facts';
import { Highlighted } from './Highlighted';
import { OrganizationBadges } from './OrganizationBadges';
import { OrganizationMark } from './OrganizationMark';

interface DealCardProps {
  deal: Deal;
  nameOf: (sector: string) => string;
  /** Below the facts, for example why it fits. */
  children?: ReactNode;
}

/** A pitch in a list: who, what, how much, where, and how fresh. */
export function DealCard({ deal, nameOf, children }: DealCardProps) {
  const { t, i18n } = useTranslation('cards');
  const stageLabel = useStageLabel();
  const { organization, highlights } = deal;
  const name = organizationName(organization, i18n.language);
  const english = i18n.language.startsWith('en');
  const pieces = highlights[english && deal.one_liner_en ? 'one_liner_en' : 'one_liner'];
  const place = placeOf(deal);
  const others = deal.sectors.filter((code) => code !== deal.sector_primary);
  return (
    <article className={css.card}>
      <div className={css.head}>
        <OrganizationMark name={name} logoUrl={organization.logo_url} />
        <div className={css.titles}>
          <h3 className={css.name}>
            <AppLink href={`/deals/${deal.id}`}>
              <Highlighted pieces={highlights.name} text={name} />
            </AppLink>
          </h3>
          <p className={css.badges}>
            <OrganizationBadges organization={organization} />
          </p>
        </div>
        <p className={css.ask}>
          <span className={css.askLabel}>{t('deal.ask')}</span>
          <strong>
            <MoneyRange {...askOf(deal)} />
          </strong>
        </p>
      </div>
      <p className={css.line}>
        <Highlighted pieces={pieces} text={oneLiner(deal, i18n.language)} />
      </p>
      <ul className={css.tags} aria-label={t('deal.tags')}>
        <li className={css.tagPrimary}>{nameOf(deal.sector_primary)}</li>
        {deal.stage ? <li className={css.tagStage}>{stageLabel(deal.stage)}</li> : null}
        {place ? <li>{place}</li> : null}
        {others.slice(0, 2).map((code) => (
          <li key={code}>{nameOf(code)}</li>
        ))}
      </ul>
      {deal.last_confirmed_at ? (
        <p className={css.meta}>
          {t('deal.confirmed')} <Time value={deal.last_confirmed_at} />
        </p>
      ) : null}
      {children}
    </article>
  );
}
