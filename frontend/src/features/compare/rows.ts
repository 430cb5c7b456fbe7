import type { ReactNode } from 'react';
import type { Comparison, Pitch } from '@/api';

export type Deal = Comparison['deals'][number];
type Blocks = Pitch['blocks'];
export type BlockName = 'terms' | 'traction' | 'team' | 'ip';

/** What one project says to one question. Blank text: it does not say; `shut`: it says, but not to this viewer. */
export interface Cell {
  text: string;
  /** Smaller, below: what it rests on. */
  note?: ReactNode;
  shut?: boolean;
  mark?: 'passed' | 'failed' | 'not_stated';
}

export interface Row {
  key: string;
  label: string;
  cells: Cell[];
  differs: boolean;
}

export interface Group {
  key: string;
  title: string;
  /** For each project why this part is shut, or null. */
  shut: (string | null)[];
  rows: Row[];
}

/** A row, or nothing when no project says anything. */
export function rowOf(key: string, label: string, cells: Cell[]): Row[] {
  if (cells.every(({ text, shut }) => text === '' && !shut)) return [];
  const said = new Set(cells.map(({ text, shut }) => (shut ? '\0' : text)));
  return [{ key, label, cells, differs: said.size > 1 }];
}

/** The same question to each project. */
export function asked(key: string, label: string, deals: Deal[], say: (deal: Deal) => string | null): Row[] {
  return rowOf(
    key,
    label,
    deals.map((deal) => ({ text: say(deal) ?? '' })),
  );
}

/** A question to one part of each project; where the part is shut the cell is too. */
export function askedOf<Name extends BlockName>(
  name: Name,
  key: string,
  label: string,
  deals: Deal[],
  say: (data: NonNullable<Blocks[Name]['data']>, deal: Deal) => string | null,
): Row[] {
  const cells = deals.map((deal) => {
    const { readable, data } = deal.pitch.blocks[name] as Blocks[Name];
    if (!readable) return { text: '', shut: true };
    return { text: (data && say(data as NonNullable<Blocks[Name]['data']>, deal)) ?? '' };
  });
  // A row that is shut to this viewer everywhere says nothing that the heading does not say already.
  return cells.every(({ text }) => text === '') ? [] : rowOf(`${name}.${key}`, label, cells);
}

/** Only rows in which the projects differ, and only groups that still have one or are shut to somebody. */
export function differing(groups: Group[]): Group[] {
  return groups
    .map((group) => ({ ...group, rows: group.rows.filter(({ differs }) => differs) }))
    .filter(({ rows }) => rows.length > 0);
}
