import type { EChartsCoreOption } from 'echarts/core';
import type { BookedLine } from '@/api';
import type { ChartTable } from '@/shared/chart/Chart';

interface Names {
  label: string;
  gross: string;
  returned: string;
  fees: string;
  net: string;
}

/** Currencies of a report, each once, as they come. */
export const currenciesOf = (lines: BookedLine[]) => [...new Set(lines.map(({ currency }) => currency))];

/** One currency's lines, oldest month first, as bars can show them. */
export function linesTable(lines: BookedLine[], currency: string, names: Names): ChartTable {
  const rows = lines
    .filter((line) => line.currency === currency)
    .toReversed()
    .map(({ key, name, gross, returned, fees, net }) => [
      name || key,
      ...[gross, returned, fees, net].map(({ amount }) => amount),
    ]);
  return { head: [names.label, names.gross, names.returned, names.fees, names.net], rows };
}

/** Beside each other what came, went and was kept. The figures become numbers here alone, for their length on a screen. */
export function linesOption({ head, rows }: ChartTable): EChartsCoreOption {
  return {
    grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0 },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: rows.map(([label]) => label) },
    yAxis: { type: 'value' },
    series: head.slice(1).map((name, index) => ({
      name,
      type: 'bar',
      barMaxWidth: 24,
      data: rows.map((row) => Number(row[index + 1])),
    })),
  };
}
