import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PortfolioEntryOutput, PortfolioSummaryOutput } from '@/api';
import { getPortfolioSummaryOptions, listPortfolioInfiniteOptions } from '@/api/@tanstack/react-query.gen';
import { useSectors } from '@/app/sectors';
import { Chart, type ChartTable } from '@/shared/chart/Chart';
import detail from '@/shared/detail/detail.module.css';
import { useStageLabel } from '@/shared/labels';
import { Money } from '@/shared/Money';
import { money } from '@/shared/money';
import { organizationName } from '@/shared/names';
import { StatTile } from '@/shared/StatTile';
import { MoreButton } from '@/shared/search/MoreButton';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './firm.module.css';
import { sectorTable, yearTable } from './portfolioChart';

function bars(table: ChartTable, flat: boolean) {
  const names = { type: 'category', data: table.rows.map(([name]) => name), inverse: flat };
  const figures = { type: 'value', minInterval: 1 };
  return {
    grid: { left: 8, right: 24, top: 12, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis' },
    xAxis: flat ? figures : names,
    yAxis: flat ? names : figures,
    series: [{ type: 'bar', barMaxWidth: 26, data: table.rows.map(([, count]) => count) }],
  };
}

function Charts({ summary }: { summary: PortfolioSummaryOutput }) {
  const { t, i18n } = useTranslation('investors');
  const { nameOf } = useSectors();
  const years = yearTable(summary, [t('firm.year'), t('firm.count')]);
  const sectors = sectorTable(summary, [t('firm.sector'), t('firm.count')], nameOf, t('firm.other_sector'));
  const total = { amount: String(summary.amount_usd), currency: 'USD' };
  return (
    <>
      <div className={css.stats}>
        <StatTile label={t('firm.deals')} value={summary.deals} />
        <StatTile label={t('firm.companies')} value={summary.companies} />
        {summary.amount_usd > 0 ? (
          <StatTile label={t('firm.amount')} value={money(total, i18n.language)} />
        ) : null}
        {summary.first_on && summary.last_on ? (
          <StatTile
            label={t('firm.span')}
            value={`${summary.first_on.slice(0, 4)}–${summary.last_on.slice(0, 4)}`}
          />
        ) : null}
      </div>
      <div className={css.charts}>
        <Chart label={t('firm.by_year')} option={bars(years, false)} table={years} height={260} />
        <Chart label={t('firm.by_sector')} option={bars(sectors, true)} table={sectors} height={260} />
      </div>
    </>
  );
}

function Deals({ rows }: { rows: PortfolioEntryOutput[] }) {
  const { t, i18n } = useTranslation('investors');
  const stageLabel = useStageLabel();
  const credited = rows.some(({ round }) => round.source_credit);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroll} aria-label={t('firm.portfolio')} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('firm.company')}</th>
            <th scope="col">{t('firm.round')}</th>
            <th scope="col">{t('firm.date')}</th>
            <th scope="col">{t('firm.round_amount')}</th>
            {credited ? <th scope="col">{t('firm.source')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, is_lead, round }) => (
            <tr key={id}>
              <td>{organizationName(round.company, i18n.language)}</td>
              <td>
                {round.round_label || stageLabel(round.stage)}
                {is_lead ? <span className={detail.lead}> {t('firm.lead')}</span> : null}
              </td>
              <td>{round.closed_on.slice(0, { year: 4, month: 7, day: 10 }[round.closed_precision])}</td>
              <td>
                <Money value={round.amount} />
              </td>
              {credited ? <td>{round.source_credit}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What a firm did: counted for charts, and deal by deal with its source. */
export function Portfolio({ firmId }: { firmId: string }) {
  const { t } = useTranslation('investors');
  const path = { organization_id: firmId };
  const summary = useQuery(getPortfolioSummaryOptions({ path }));
  const deals = useInfiniteQuery({
    ...listPortfolioInfiniteOptions({ path }),
    initialPageParam: 1,
    getNextPageParam: (last, _all, page) => (last.next ? Number(page) + 1 : undefined),
  });
  const failed = summary.isError ? summary : deals.isError ? deals : null;
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!summary.data || !deals.data) return <LoadingState height={420} />;
  const rows = deals.data.pages.flatMap((page) => page.results);
  return (
    <section className={css.group} aria-labelledby="portfolio">
      <h2 id="portfolio">{t('firm.portfolio')}</h2>
      {summary.data.deals === 0 ? <p className={detail.quiet}>{t('firm.empty')}</p> : null}
      {summary.data.deals > 0 ? (
        <div className={detail.panel}>
          <Charts summary={summary.data} />
          <Deals rows={rows} />
          <MoreButton
            hasMore={deals.hasNextPage}
            loading={deals.isFetchingNextPage}
            shown={rows.length}
            total={deals.data.pages[0]?.count ?? rows.length}
            onMore={() => void deals.fetchNextPage()}
          />
        </div>
      ) : null}
    </section>
  );
}
