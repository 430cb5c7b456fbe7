import type { ImportOutput } from '@/api';

export type Mapping = Record<string, string>;

/** What the page starts from: what was saved, else what the headers suggest. */
export function startingMapping({
  mapping,
  suggested,
}: Pick<ImportOutput, 'mapping' | 'suggested'>): Mapping {
  return Object.keys(mapping).length > 0 ? mapping : suggested;
}

/** The same without fields that stay empty. */
export function filled(mapping: Record<string, string | undefined>): Mapping {
  return Object.fromEntries(
    Object.entries(mapping).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
}

export function isSameMapping(one: Mapping, other: Mapping): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

type Known = Pick<ImportOutput, 'state' | 'mode'>;

/** Which of the three steps the page stands at: 0 columns, 1 dry run, 2 import. */
export function stepOf({ state, mode }: Known): 0 | 1 | 2 {
  if (state === 'uploaded') return 0;
  if (state === 'checked') return 1;
  return mode === 'import' ? 2 : 1;
}

/** The one thing to do next: try out again after a change of columns, bring in only what was tried out. */
export function nextStep(batch: Known, isChanged: boolean): 'wait' | 'check' | 'run' | 'done' {
  if (batch.state === 'running') return 'wait';
  if (isChanged || batch.state === 'uploaded') return 'check';
  if (batch.state === 'checked') return 'run';
  if (batch.state === 'failed') return batch.mode === 'import' ? 'run' : 'check';
  return 'done';
}

/** Done rows as a share of all, or null while the file is still being counted. */
export function progressOf({
  rows_done,
  rows_total,
}: Pick<ImportOutput, 'rows_done' | 'rows_total'>): number | null {
  if (!rows_total) return null;
  return Math.min(1, rows_done / rows_total);
}

/** Words the tree does not know, the most frequent first. */
export function unknownWords(counts: Record<string, number>): { word: string; count: number }[] {
  return Object.entries(counts)
    .map(([word, count]) => ({ word, count }))
    .sort((one, other) => other.count - one.count || one.word.localeCompare(other.word));
}
