import { expect, test } from 'vitest';
import { orderingOf, sortedColumns } from './tableOrder';

test('the order of the table is the order of the server', () => {
  expect(orderingOf({ columnKey: 'name', order: 'ascend' })).toBe('name');
  expect(orderingOf({ columnKey: 'name', order: 'descend' })).toBe('-name');
  expect(orderingOf({ columnKey: 'name' })).toBeUndefined();
  expect(orderingOf([{ columnKey: 'a', order: 'descend' }])).toBe('-a');
  expect(orderingOf([])).toBeUndefined();
});

test('the address marks one column and clears the others', () => {
  const columns = [{ key: 'name', sorter: true }, { key: 'date', sorter: true }, { key: 'note' }];
  expect(sortedColumns(columns, '-date')).toEqual([
    { key: 'name', sorter: true, sortOrder: null },
    { key: 'date', sorter: true, sortOrder: 'descend' },
    { key: 'note' },
  ]);
});
