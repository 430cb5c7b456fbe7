import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { useSectors } from '@/app/sectors';
import { askOf, placeOf } from '@/shared/cards/facts';
import { useLabels } from '@/shared/cards/useLabels';
import { Panel } from '@/shared/detail/Panel';
import { type Fact, Facts, fact } from '@/shared/Facts';
import { useStageLabel } from '@/shared/labels';
import { Money, MoneyRange } from '@/shared/Money';
import { Time } from '@/shared/Time';
import css from './deal.module.css';
import { LockNote } from './LockNote';

/** The ask and its terms in one sight, beside the rest. */
export function AskPanel({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('deals');
  const stageLabel = useStageLabel();
  const label = useLabels();
  const { nameOf } = useSectors();
  const yesNo = (value: boolean | null) => (value === null ? null : t(value ? 'deal.yes' : 'deal.no'));
  const { terms } = pitch.blocks;
  const facts: Fact[] = [
    [t('facet.stage'), pitch.stage ? stageLabel(pitch.stage) : null],
    [t('facet.instrument'), pitch.instrument ? label('instrument', pitch.instrument) : null],
    [t('facet.lead_wanted'), yesNo(pitch.lead_wanted)],
    fact(t('deal.close_by'), pitch.close_by_date ? <Time value={pitch.close_by_date} as="date" /> : null),
    [t('table.place'), placeOf(pitch)],
    [t('deal.sectors'), pitch.sectors.map(nameOf).join(t('deal.list'))],
    [t('facet.business_model'), pitch.business_model ? label('business_model', pitch.business_model) : null],
    [t('deal.customers'), pitch.customer_type],
  ];
  const held: Fact[] = terms.data
    ? [
        fact(t('deal.pre_money'), terms.data.pre_money ? <Money value={terms.data.pre_money} /> : null),
        fact(t('deal.min_ticket'), terms.data.min_ticket ? <Money value={terms.data.min_ticket} /> : null),
        fact(t('deal.committed'), terms.data.committed ? <Money value={terms.data.committed} /> : null),
        [t('deal.lead_committed'), yesNo(terms.data.lead_committed)],
      ]
    : [];
  return (
    <Panel id="ask" title={t('deal.ask')}>
      <p className={css.amount}>
        <MoneyRange {...askOf(pitch)} />
      </p>
      <Facts facts={[...facts, ...held]} />
      {terms.data?.use_of_proceeds ? (
        <div className={css.use}>
          <h3>{t('deal.use')}</h3>
          <p>{terms.data.use_of_proceeds}</p>
        </div>
      ) : null}
      {terms.readable ? null : <LockNote block="terms" why={terms.why} pitch={pitch} />}
      {pitch.last_confirmed_at ? (
        <p className={css.small}>
          {t('deal.confirmed')} <Time value={pitch.last_confirmed_at} />
        </p>
      ) : null}
    </Panel>
  );
}
