import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvestorCard as Investor } from '@/api';
import { AppLink } from '../AppLink';
import { useStageLabel } from '../labels';
import { MoneyRange } from '../Money';
import { organizationName } from '../names';
import { Time } from '../Time';
import css from './cards.module.css';
import { Highlighted } from './Highlighted';
import { OrganizationBadges } from './OrganizationBadges';
import { OrganizationMark } from './OrganizationMark';
import { useLabels } from './useLabels';

interface InvestorCardProps {
  investor: Investor;
  nameOf: (sector: string) => string;
  /** Below the facts, for example why it fits. */
  children?: ReactNode;
}

/** An investment firm in a list: what it takes, how much, and how active it is. */
export function InvestorCard({ investor, nameOf, children }: InvestorCardProps) {
  const { t, i18n } = useTranslation('cards');
  const stageLabel = useStageLabel();
  const label = useLabels();
  const { organization, highlights } = investor;
  const name = organizationName(organization, i18n.language);
  const stages = investor.stages;
  return (
    <article className={css.card}>
      <div className={css.head}>
        <OrganizationMark name={name} logoUrl={organization.logo_url} />
        <div className={css.titles}>
          <h3 className={css.name}>
            <AppLink href={`/investors/${investor.id}`}>
              <Highlighted pieces={highlights.name} text={name} />
            </AppLink>
          </h3>
          <p className={css.badges}>
            {investor.investor_type ? <span>{label('investor_type', investor.investor_type)}</span> : null}
            <OrganizationBadges organization={organization} />
          </p>
        </div>
        <p className={css.ask}>
          <span className={css.askLabel}>{t('investor.ticket')}</span>
          <strong>
            <MoneyRange low={investor.ticket_min} high={investor.ticket_max} />
          </strong>
        </p>
      </div>
      {organization.one_liner ? <p className={css.line}>{organization.one_liner}</p> : null}
      <ul className={css.tags} aria-label={t('investor.tags')}>
        {stages.length > 0 ? (
          <li className={css.tagStage}>
            {stages.length > 2
              ? t('investor.stage_span', {
                  first: stageLabel(stages[0] ?? ''),
                  last: stageLabel(stages[stages.length - 1] ?? ''),
                })
              : stages.map(stageLabel).join(' / ')}
          </li>
        ) : null}
        {investor.sectors.slice(0, 4).map((code) => (
          <li key={code} className={css.tagPrimary}>
            {nameOf(code)}
          </li>
        ))}
        {investor.cities.slice(0, 2).map((city) => (
          <li key={city}>{city}</li>
        ))}
      </ul>
      <p className={css.meta}>
        {t('investor.deals', { count: investor.deals_total })}
        {investor.deals_24m > 0 ? (
          <span>{t('investor.deals_24m', { count: investor.deals_24m })}</span>
        ) : null}
        {investor.last_deal_on ? (
          <span>
            {t('investor.last')} <Time value={investor.last_deal_on} />
          </span>
        ) : null}
      </p>
      {children}
    </article>
  );
}
