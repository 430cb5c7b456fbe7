import type { EChartsCoreOption } from 'echarts/core';
import type { ArrivalsOutput, ReachedOutput, ReportSumsOutput, WaitedOutput } from '@/api';
import type { ChartTable } from '@/shared/chart/Chart';
import { formatPercent, STREET_ZONE } from '@/shared/format';
import { exact } from '@/shared/sums';

export type Reached = Pick<
  ReachedOutput,
  'registered' | 'confirmed' | 'came' | 'stayed_away' | 'no_show_rate'
>;

/** A group of guests and how far they came; a rate of nobody is no rate. */
export function reachedRow(name: string, reached: Reached, language: string): (string | number)[] {
  const { registered, confirmed, came, stayed_away, no_show_rate } = reached;
  const rate = no_show_rate === null ? '–' : formatPercent(no_show_rate, language, 1);
  return [name, registered, confirmed, came, stayed_away, rate];
}

/** Each currency for itself and to the last fen. */
export const moneyRows = (sums: ReportSumsOutput[]): (string | number)[][] =>
  sums.map(({ orders, paid, returned, returning, net }) => [
    net.currency,
    orders,
    ...[paid, returned, returning, net].map(exact),
  ]);

export type WaitedStep = keyof WaitedOutput;
const WAITED: WaitedStep[] = ['joined', 'accepted', 'declined', 'expired', 'left', 'in_vain'];

export const waitedSteps = (waited: WaitedOutput): [WaitedStep, number][] =>
  WAITED.map((step) => [step, waited[step]]);

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: STREET_ZONE });

/** Upright columns over the hours of the evening, marked by the street's clock. */
export function columnsOption({ head, rows }: ChartTable, arrivals: ArrivalsOutput[]): EChartsCoreOption {
  return {
    grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: arrivals.map(({ at }) => CLOCK.format(new Date(at))) },
    yAxis: { type: 'value', minInterval: 1 },
    series: [{ name: head[1], type: 'bar', barMaxWidth: 28, data: rows.map((row) => row[1]) }],
  };
}
