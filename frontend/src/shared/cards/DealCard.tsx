import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DealCard as Deal } from '@/api';
import { useStageLabel } from '../labels';
import { MoneyRange } from '../Money';
import { oneLiner, organizationName } from '../names';
import { Time } from '../Time';
import css from './cards.module.css';
import { askOf, placeOf } from './facts';
import { Highlighted } from './Highlighted';
import { ObjectCard } from './ObjectCard';

interface DealCardProps {
  deal: Deal;
  nameOf: (sector: string) => string;
  /** At the end of the last line, for example a choice. */
  action?: ReactNode;
  /** Below the facts, for example why it fits. */
  children?: ReactNode;
}

/** A pitch in a list: who, what, how much, where, and how fresh. */
export function DealCard({ deal, nameOf, action, children }: DealCardProps) {
  const { t, i18n } = useTranslation('cards');
  const { organization, highlights, last_confirmed_at } = deal;
  const english = i18n.language.startsWith('en');
  const pieces = highlights[english && deal.one_liner_en ? 'one_liner_en' : 'one_liner'];
  return (
    <ObjectCard
      href={`/deals/${deal.id}`}
      name={organizationName(organization, i18n.language)}
      pieces={highlights.name}
      organization={organization}
      amount={{ label: t('deal.ask'), value: <MoneyRange {...askOf(deal)} /> }}
      line={<Highlighted pieces={pieces} text={oneLiner(deal, i18n.language)} />}
      tags={{ label: t('deal.tags'), items: <DealTags deal={deal} nameOf={nameOf} /> }}
      meta={
        last_confirmed_at ? (
          <>
            {t('deal.confirmed')} <Time value={last_confirmed_at} />
          </>
        ) : null
      }
      action={action}
    >
      {children}
    </ObjectCard>
  );
}

function DealTags({ deal, nameOf }: Pick<DealCardProps, 'deal' | 'nameOf'>) {
  const stageLabel = useStageLabel();
  const place = placeOf(deal);
  const others = deal.sectors.filter((code) => code !== deal.sector_primary);
  return (
    <>
      <li className={css.tagPrimary}>{nameOf(deal.sector_primary)}</li>
      {deal.stage ? <li className={css.tagStage}>{stageLabel(deal.stage)}</li> : null}
      {place ? <li>{place}</li> : null}
      {others.slice(0, 2).map((code) => (
        <li key={code}>{nameOf(code)}</li>
      ))}
    </>
  );
}
