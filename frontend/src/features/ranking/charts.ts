import type { EChartsCoreOption } from 'echarts/core';
import type { RankingJudged, ShownOn, TrainedRanking } from '@/api';

interface Judged {
  label: string;
  judged: RankingJudged;
}

/** Trainings that were judged, oldest first; several of one day are told apart by their version. */
export function judgedOf(rankings: TrainedRanking[]): Judged[] {
  const judged = rankings.flatMap(({ judged, ...one }) => (judged ? [{ ...one, judged }] : [])).reverse();
  const days = judged.map(({ trained_on }) => trained_on);
  return judged.map(({ trained_on, version, judged }) => ({
    label: days.filter((day) => day === trained_on).length > 1 ? version.slice(0, 15) : trained_on,
    judged,
  }));
}

interface Names {
  ndcg: string;
  interval: string;
  shipped: string;
  popular: string;
}

const line = (name: string, data: (number | null)[], more: object = {}) => ({
  name,
  type: 'line',
  data,
  symbolSize: 8,
  ...more,
});

/** The interval is a band: its lower edge unseen, and stacked on it the rest up to the upper edge. */
const band = (name: string, data: (number | null)[], opacity: number) =>
  line(name, data, {
    stack: 'interval',
    symbolSize: 0,
    lineStyle: { opacity: 0 },
    areaStyle: { opacity },
    emphasis: { disabled: true },
    color: 'gray',
  });

/** nDCG@10 of each training with its interval, and what it must beat. */
export function historyOption(
  judged: Judged[],
  names: Names,
  figure: (value: number) => string,
): EChartsCoreOption {
  // One training alone is a point: what it is held against is drawn across, as are the edges of its interval.
  const [only] = judged.length === 1 ? judged : [];
  const shown = only ? [{ ...only, label: '' }, only, { ...only, label: ' ' }] : judged;
  const of = (pick: (one: RankingJudged) => number) => shown.map((one) => pick(one.judged));
  const points = of(({ investors }) => investors.ndcg);
  return {
    grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0, data: [names.ndcg, names.shipped, names.popular] },
    tooltip: {
      trigger: 'axis',
      formatter: (at: { dataIndex: number }[]) => tip(shown[at[0]?.dataIndex ?? 0], names, figure),
    },
    xAxis: { type: 'category', data: shown.map(({ label }) => label), boundaryGap: !only },
    yAxis: { type: 'value', min: 0 },
    series: [
      band(
        `${names.interval} –`,
        of(({ investors }) => investors.ndcg_low),
        0,
      ),
      band(
        names.interval,
        of(({ investors }) => investors.ndcg_high - investors.ndcg_low),
        0.18,
      ),
      line(names.ndcg, only ? [null, points[1] ?? null, null] : points),
      line(
        names.shipped,
        of(({ shipped }) => shipped.ndcg),
        { lineStyle: { type: 'dashed' } },
      ),
      line(
        names.popular,
        of(({ popular }) => popular.ndcg),
        { lineStyle: { type: 'dotted' } },
      ),
    ],
  };
}

function tip(one: Judged | undefined, names: Names, figure: (value: number) => string): string {
  if (!one) return '';
  const { investors, shipped, popular } = one.judged;
  return [
    one.label,
    `${names.ndcg} ${figure(investors.ndcg)} (${figure(investors.ndcg_low)}–${figure(investors.ndcg_high)})`,
    `${names.shipped} ${figure(shipped.ndcg)}`,
    `${names.popular} ${figure(popular.ndcg)}`,
  ].join('\n');
}

/** Shares of each day somebody looked, all from 0 to 1. */
export function exposureOption(
  days: ShownOn[],
  names: { coverage: string; gini: string; explored: string },
  percent: (value: number) => string,
): EChartsCoreOption {
  const tick = { type: 'value', min: 0, max: 1, axisLabel: { formatter: percent } };
  return {
    grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0 },
    tooltip: { trigger: 'axis', valueFormatter: percent },
    xAxis: { type: 'category', data: days.map(({ day }) => day.slice(5)) },
    yAxis: tick,
    series: [
      line(
        names.coverage,
        days.map(({ shown }) => shown.coverage),
      ),
      line(
        names.gini,
        days.map(({ shown }) => shown.gini),
        { lineStyle: { type: 'dashed' } },
      ),
      {
        name: names.explored,
        type: 'bar',
        barMaxWidth: 14,
        data: days.map(({ shown }) => shown.explored_share),
      },
    ],
  };
}
