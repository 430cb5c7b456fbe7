import type { EChartsCoreOption } from 'echarts/core';
import type { DayFigureOutput, FunnelOutput, LanguageFigureOutput } from '@/api';
import type { ChartTable } from '@/shared/chart/Chart';

const GRID = { left: 8, right: 24, top: 40, bottom: 8, containLabel: true };

interface DayNames {
  day: string;
  registered: string;
  cancelled: string;
  all: string;
}

/** Each day's sign-ups and places given back, and how many there were up to it. */
export function daysTable(days: DayFigureOutput[], names: DayNames): ChartTable {
  let all = 0;
  const rows = days.map(({ day, registered, cancelled }) => {
    all += registered;
    return [day, registered, cancelled, all];
  });
  return { head: [names.day, names.registered, names.cancelled, names.all], rows };
}

export function daysOption({ head, rows }: ChartTable): EChartsCoreOption {
  const of = (column: number) => rows.map((row) => row[column]);
  const bar = (column: number) => ({ name: head[column], type: 'bar', barMaxWidth: 18, data: of(column) });
  return {
    grid: GRID,
    legend: { top: 0 },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: of(0).map((day) => String(day).slice(5)) },
    yAxis: [
      { type: 'value', minInterval: 1 },
      // Its lines would lie across those of the other.
      { type: 'value', minInterval: 1, splitLine: { show: false } },
    ],
    series: [
      bar(1),
      bar(2),
      { name: head[3], type: 'line', yAxisIndex: 1, symbolSize: rows.length > 40 ? 0 : 6, data: of(3) },
    ],
  };
}

export type FunnelStep = keyof FunnelOutput;

/** Steps nobody had to take are left out: at a free event nothing was owed. */
export function stepsOf(funnel: FunnelOutput): [FunnelStep, number][] {
  const steps: FunnelStep[] =
    funnel.owed > 0 ? ['registered', 'owed', 'paid', 'confirmed'] : ['registered', 'confirmed'];
  return steps.map((step) => [step, funnel[step]]);
}

/** Flat bars, the first one on top. */
export function barsOption({ head, rows }: ChartTable): EChartsCoreOption {
  const columns = head.slice(1);
  return {
    grid: columns.length > 1 ? GRID : { ...GRID, top: 12, right: 48 },
    tooltip: { trigger: 'axis' },
    ...(columns.length > 1 ? { legend: { top: 0 } } : {}),
    xAxis: { type: 'value', minInterval: 1 },
    yAxis: { type: 'category', inverse: true, data: rows.map(([name]) => name) },
    series: columns.map((name, index) => ({
      name,
      type: 'bar',
      barMaxWidth: 24,
      data: rows.map((row) => row[index + 1]),
      ...(columns.length > 1
        ? {}
        : { label: { show: true, position: 'right', color: 'inherit', textBorderWidth: 0 } }),
    })),
  };
}

/** A share of the whole in percent, or nothing of nothing. */
export const shareOf = (part: number, whole: number) => (whole > 0 ? part / whole : 0);

export const heldIn = (languages: LanguageFigureOutput[]) =>
  languages.reduce((sum, { count }) => sum + count, 0);
