import { expect, test } from 'vitest';
import { asked, askedOf, type Deal, differing, rowOf } from './rows';

const deal = (stage: string, customers: number | null, readable = true): Deal =>
  ({ pitch: { stage, blocks: { traction: { readable, data: readable ? { customers } : null } } } }) as Deal;
const customers = (...deals: Deal[]) =>
  askedOf('traction', 'customers', 'Customers', deals, (data) => data.customers?.toString() ?? null);

test('a row that nobody answers is left out, and one of equal answers is no difference', () => {
  expect(asked('stage', 'Stage', [deal('', 1), deal('', 2)], ({ pitch }) => pitch.stage)).toEqual([]);
  expect(asked('stage', 'Stage', [deal('seed', 1), deal('seed', 2)], ({ pitch }) => pitch.stage)).toEqual([
    { key: 'stage', label: 'Stage', cells: [{ text: 'seed' }, { text: 'seed' }], differs: false },
  ]);
});

test('what is shut is there and shut, never blank, and differs from what is told', () => {
  expect(customers(deal('', 3), deal('', 3, false), deal('', null))).toEqual([
    {
      key: 'traction.customers',
      label: 'Customers',
      cells: [{ text: '3' }, { text: '', shut: true }, { text: '' }],
      differs: true,
    },
  ]);
  expect(customers(deal('', 1, false), deal('', 1, false))).toEqual([]);
});

test('notes make no difference, and only what differs is kept on demand', () => {
  const same = rowOf('a', 'A', [
    { text: '1', note: 'x' },
    { text: '1', note: 'y' },
  ]);
  const other = rowOf('b', 'B', [{ text: '1' }, { text: '2' }]);
  const group = (key: string, rows: typeof same) => ({ key, title: key, shut: [null, null], rows });
  expect(differing([group('one', [...same, ...other]), group('two', same)])).toEqual([group('one', other)]);
});
