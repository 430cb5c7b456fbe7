import { defaultStringifySearch } from '@tanstack/react-router';
import type { CoverageMap } from '@/api';
import { compact, oneOf, word } from '@/shared/search/address';

export type Line = CoverageMap['lines'][number];
export type Cell = Line['cells'][number];

export const MEASURES = ['deals', 'theses', 'gap'] as const;
export type Measure = (typeof MEASURES)[number];

/** What stands in the address of the map. */
export interface CoverageSearch {
  measure?: Measure;
  /** A top sector whose leaves are shown. */
  under?: string;
}

export function validateCoverageSearch(given: Record<string, unknown>): CoverageSearch {
  const under = word(given.under);
  return compact({
    measure: oneOf(given.measure, MEASURES),
    under: under && /^[A-Z0-9_]{1,24}$/.test(under) ? under : undefined,
  }) as CoverageSearch;
}

/** Theses for each open project; null where there is no project to divide by. */
export function gapOf({ deals, theses }: Cell): number | null {
  return deals === 0 ? null : theses / deals;
}

/** How strongly a count is shown, 0 to 5, against the largest of its kind: by the root, so that small ones are seen too. */
export function levelOf(count: number, most: number): number {
  return count === 0 || most === 0 ? 0 : Math.max(1, Math.ceil(5 * Math.sqrt(count / most)));
}

export type Balance = 'scarce' | 'short' | 'even' | 'ample' | 'unmet' | 'none';

/** What is usual among cells of one kind. Sums have a usual of their own: a thesis of five stages counts in five cells, and once
 * in their sum. */
export function usualOf(cells: Cell[]): number {
  const sum = (name: 'deals' | 'theses') => cells.reduce((all, cell) => all + cell[name], 0);
  return sum('deals') === 0 ? 0 : sum('theses') / sum('deals');
}

/** How a cell stands against what is usual: money short of projects, or projects without money. */
export function balanceOf(cell: Cell, usual: number): Balance {
  if (cell.deals === 0) return cell.theses === 0 ? 'none' : 'unmet';
  const gap = cell.theses / cell.deals;
  if (gap < usual / 2) return 'scarce';
  if (gap < usual) return 'short';
  return gap < usual * 2 ? 'even' : 'ample';
}

/** The search behind a figure: the projects, or where theses are counted those who look. Null where it would find nothing. */
export function hrefOf(sector: string, cell: Cell, measure: Measure): string | null {
  const kind = measure === 'theses' || (measure === 'gap' && cell.deals === 0) ? 'investors' : 'deals';
  if (cell[kind === 'deals' ? 'deals' : 'theses'] === 0) return null;
  const filters = { sector: sector ? [sector] : [], stage: cell.stage ? [cell.stage] : [] };
  return `/${kind}${defaultStringifySearch(compact(filters))}`;
}

/** The largest count of a cell that is no sum of others. */
export function mostOf(lines: Line[], measure: 'deals' | 'theses'): number {
  return Math.max(0, ...lines.flatMap(({ cells }) => cells.map((cell) => cell[measure])));
}
