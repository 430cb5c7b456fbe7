import { useTranslation } from 'react-i18next';
import type { TotalOutput } from '@/api';
import { Money } from '@/shared/Money';
import { StatTile } from '@/shared/StatTile';
import css from './money.module.css';

/** What came, went and stayed, a row for each currency. Nothing where nothing was ever paid. */
export function Totals({ rows }: { rows: readonly TotalOutput[] | undefined }) {
  const { t } = useTranslation('money');
  return rows?.map(({ currency, orders, paid, returned, kept }) => (
    <section key={currency} className={css.totals} aria-label={t('total.label', { currency })}>
      <StatTile label={t('total.orders')} value={orders} note={currency} />
      <StatTile label={t('total.paid')} value={<Money value={paid} />} />
      <StatTile label={t('total.returned')} value={<Money value={returned} />} />
      <StatTile label={t('total.kept')} value={<Money value={kept} />} note={t('total.before_fees')} />
    </section>
  ));
}
