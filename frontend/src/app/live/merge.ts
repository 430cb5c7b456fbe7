import type { FeedEvent } from './place';

type Table = Record<string, unknown>;

/**
 * The reducer of every room: what an event tells is always the part of the state it changes, and what stands under `rows` is laid row
 * by row over the table of that name, where null takes a row away. Types this page does not know yet merge like any other.
 */
export function merge<S extends object>(state: S, event: Pick<FeedEvent, 'payload'>): S {
  const { rows, ...parts } = event.payload;
  const after: Record<string, unknown> = { ...state, ...parts };
  for (const [table, changed] of Object.entries((rows ?? {}) as Record<string, Table>))
    after[table] = laid((after[table] ?? {}) as Table, changed);
  return after as S;
}

function laid(table: Table, changed: Table): Table {
  const after = { ...table };
  for (const [key, part] of Object.entries(changed)) {
    if (part === null) delete after[key];
    else after[key] = isRow(part) && isRow(after[key]) ? { ...after[key], ...part } : part;
  }
  return after;
}

/** A list is a value, and replaced whole. */
const isRow = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
