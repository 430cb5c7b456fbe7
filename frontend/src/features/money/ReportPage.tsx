import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BookedLine, ExportMoneyReportData } from '@/api';
import { getMoneyReportOptions } from '@/api/@tanstack/react-query.gen';
import { client } from '@/api/client.gen';
import { Chart } from '@/shared/chart/Chart';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import { exact } from '@/shared/sums';
import { MoneyFrame } from './MoneyFrame';
import css from './money.module.css';
import { currenciesOf, linesOption, linesTable } from './report';
import type { ReportSearch } from './search';

// The calendar is heavy.
const DaySpan = lazy(() => import('@/shared/DaySpan'));
const route = getRouteApi('/_app/org/orders_/report');

/** What came, went, was kept by the gateway and stays, by month or by event; to the last fen. */
export function ReportPage() {
  const { t } = useTranslation('money');
  const search = route.useSearch();
  const query = useQuery({ ...getMoneyReportOptions({ query: search }), placeholderData: keepPreviousData });
  return (
    <MoneyFrame title={t('report.title')} subtitle={t('report.subtitle')}>
      <Tools search={search} />
      <Loaded query={query}>
        {(lines) =>
          lines.length === 0 ? (
            <EmptyState title={t('report.none')} />
          ) : (
            currenciesOf(lines).map((currency) => (
              <OneCurrency key={currency} currency={currency} lines={lines} isByMonth={!search.by} />
            ))
          )
        }
      </Loaded>
    </MoneyFrame>
  );
}

function Tools({ search }: { search: ReportSearch }) {
  const { t } = useTranslation(['money', 'common']);
  const navigate = route.useNavigate();
  const change = (changes: Partial<Record<keyof ReportSearch, unknown>>) =>
    void navigate({ search: compact({ ...search, ...changes }) as ReportSearch });
  const file = client.buildUrl<ExportMoneyReportData>({
    url: '/api/v1/orders/report/export/',
    query: search,
  });
  return (
    <div className={css.tools}>
      <Segmented
        aria-label={t('money:report.by')}
        value={search.by ?? 'month'}
        options={(['month', 'occasion'] as const).map((value) => ({
          value,
          label: t(`money:report.by_${value}`),
        }))}
        onChange={(by) => change({ by: by === 'occasion' ? by : undefined })}
      />
      <Suspense fallback={<LoadingState height={40} />}>
        <DaySpan
          label={t('money:report.days')}
          ends={[t('money:report.since'), t('money:report.until')]}
          since={search.since}
          until={search.until}
          onChange={(since, until) => change({ since, until })}
        />
      </Suspense>
      <Button href={file}>{t('money:report.export')}</Button>
    </div>
  );
}

interface OneCurrencyProps {
  currency: string;
  lines: BookedLine[];
  isByMonth: boolean;
}

function OneCurrency({ currency, lines, isByMonth }: OneCurrencyProps) {
  const { t, i18n } = useTranslation('money');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const table = useMemo(
    () =>
      linesTable(lines, currency, {
        label: t(isByMonth ? 'report.month' : 'report.occasion'),
        gross: t('report.gross'),
        returned: t('report.returned'),
        fees: t('report.fees'),
        net: t('report.net'),
      }),
    [lines, currency, isByMonth, i18n.language],
  );
  const option = useMemo(() => linesOption(table), [table]);
  return (
    <div className={css.panel}>
      <Chart label={t('report.chart', { currency })} option={option} table={table} height={280} />
      <Sums lines={lines.filter((line) => line.currency === currency)} isByMonth={isByMonth} />
    </div>
  );
}

function Sums({ lines, isByMonth }: { lines: BookedLine[]; isByMonth: boolean }) {
  const { t } = useTranslation('money');
  const columns = ['gross', 'returned', 'returned_at_gateway', 'fees', 'net', 'tax'] as const;
  const unknown = lines.reduce((sum, { fees_unknown }) => sum + fees_unknown, 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroll} aria-label={t('report.title')} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t(isByMonth ? 'report.month' : 'report.occasion')}</th>
            <th scope="col">{t('report.orders')}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`report.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th scope="row">{line.name || line.key || t('report.other')}</th>
              <td>{line.orders}</td>
              {columns.map((column) => (
                <td key={column}>{exact(line[column])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {unknown > 0 ? <p className={css.quiet}>{t('report.unknown', { count: unknown })}</p> : null}
    </section>
  );
}
