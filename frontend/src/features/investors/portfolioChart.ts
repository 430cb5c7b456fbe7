import type { PortfolioSummaryOutput } from '@/api';
import type { ChartTable } from '@/shared/chart/Chart';

type Summary = Pick<PortfolioSummaryOutput, 'by_year' | 'by_sector'>;

/** Every year from the first to the last, the quiet ones with nothing. */
export function yearsOf({ by_year }: Summary): { year: number; deals: number }[] {
  const counts = new Map(by_year.map(({ year, deals }) => [year, deals]));
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())];
  if (counts.size === 0) return [];
  return Array.from({ length: last - first + 1 }, (_, step) => ({
    year: first + step,
    deals: counts.get(first + step) ?? 0,
  }));
}

export function yearTable(summary: Summary, head: [string, string]): ChartTable {
  return { head, rows: yearsOf(summary).map(({ year, deals }) => [String(year), deals]) };
}

const MOST = 8;

/** The strongest sectors, named; what has none comes last whatever its weight. */
export function sectorTable(
  summary: Summary,
  head: [string, string],
  nameOf: (code: string) => string,
  other: string,
): ChartTable {
  const filed = summary.by_sector.filter(({ sector }) => sector).sort((a, b) => b.deals - a.deals);
  const unfiled = summary.by_sector.filter(({ sector }) => !sector);
  const rows = filed.slice(0, MOST).map(({ sector, deals }) => [nameOf(sector), deals] as [string, number]);
  const rest = [...filed.slice(MOST), ...unfiled].reduce((sum, { deals }) => sum + deals, 0);
  return { head, rows: rest > 0 ? [...rows, [other, rest]] : rows };
}
