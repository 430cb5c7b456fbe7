import type { ReactionKind } from '@/api';
import type { Counts } from '@/app/live/roomSocket';

export const KINDS: readonly ReactionKind[] = ['clap', 'heart', 'fire', 'idea'];

/** So many signs rise for one kind of one moment, and so many are in the air at once, however many tap. */
const MOST_EACH = 5;
const MOST_AT_ONCE = 24;

export interface Sign {
  id: number;
  kind: ReactionKind;
  /** Where it rises, in percent of the width, and how long after the others, in seconds. */
  at: number;
  after: number;
}

export type Own = Partial<Record<ReactionKind, number>>;

/** What others tapped: the own taps were shown when they were made. And the own ones that are not among these yet. */
export function ofOthers(counts: Counts, own: Own): [Own, Own] {
  const others: Own = {};
  const left: Own = { ...own };
  for (const kind of KINDS) {
    const count = counts[kind] ?? 0;
    const mine = Math.min(left[kind] ?? 0, count);
    if (count > mine) others[kind] = count - mine;
    if (mine) left[kind] = (left[kind] ?? 0) - mine;
  }
  return [others, left];
}

let made = 0;

/** Signs for some taps, after those that are in the air. */
export function risen(before: readonly Sign[], counts: Own, chance: () => number = Math.random): Sign[] {
  const signs = KINDS.flatMap((kind) =>
    Array.from({ length: Math.min(counts[kind] ?? 0, MOST_EACH) }, () => {
      made += 1;
      return { id: made, kind, at: 5 + chance() * 85, after: chance() * 0.4 };
    }),
  );
  return [...before, ...signs].slice(-MOST_AT_ONCE);
}
