import type { OutcomeOutput } from '@/api';

/** As many as the server decides at once. */
export const AT_ONCE = 100;

export function inParts<T>(rows: readonly T[], size = AT_ONCE): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < rows.length; start += size) parts.push(rows.slice(start, start + size));
  return parts;
}

/** How many there are of each result, those that were done first. */
export function sumsOf(outcomes: readonly OutcomeOutput[]) {
  const known = ['done', 'already', 'gone', 'unpayable'] as const;
  return known
    .map((result) => ({ result, count: outcomes.filter((one) => one.result === result).length }))
    .filter(({ count }) => count > 0);
}
