import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvestorCard as Investor } from '@/api';
import { useStageLabel } from '../labels';
import { MoneyRange } from '../Money';
import { organizationName } from '../names';
import { Time } from '../Time';
import css from './cards.module.css';
import { ObjectCard } from './ObjectCard';
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
  const label = useLabels();
  const { organization, highlights, investor_type, ticket_min, ticket_max } = investor;
  return (
    <ObjectCard
      href={`/investors/${investor.id}`}
      name={organizationName(organization, i18n.language)}
      pieces={highlights.name}
      organization={organization}
      badge={investor_type ? label('investor_type', investor_type) : null}
      amount={{ label: t('investor.ticket'), value: <MoneyRange low={ticket_min} high={ticket_max} /> }}
      line={organization.one_liner}
      tags={{ label: t('investor.tags'), items: <InvestorTags investor={investor} nameOf={nameOf} /> }}
      meta={<Activity investor={investor} />}
    >
      {children}
    </ObjectCard>
  );
}

function InvestorTags({ investor, nameOf }: Pick<InvestorCardProps, 'investor' | 'nameOf'>) {
  const { t } = useTranslation('cards');
  const stageLabel = useStageLabel();
  const names = investor.stages.map(stageLabel);
  const span = { first: names[0] ?? '', last: names[names.length - 1] ?? '' };
  return (
    <>
      {names.length > 0 ? (
        <li className={css.tagStage}>
          {names.length > 2 ? t('investor.stage_span', span) : names.join(' / ')}
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
    </>
  );
}

function Activity({ investor }: Pick<InvestorCardProps, 'investor'>) {
  const { t } = useTranslation('cards');
  const { deals_total, deals_24m, last_deal_on } = investor;
  return (
    <>
      {t('investor.deals', { count: deals_total })}
      {deals_24m > 0 ? <span>{t('investor.deals_24m', { count: deals_24m })}</span> : null}
      {last_deal_on ? (
        <span>
          {t('investor.last')} <Time value={last_deal_on} />
        </span>
      ) : null}
    </>
  );
}
