import { describe, expect, it } from 'vitest';
import { filtersOf, validateOrdersSearch } from './search';

describe('the address of the orders', () => {
  it('keeps what is known and drops the rest', () => {
    expect(
      validateOrdersSearch({ q: ' A1 ', state: 'nonsense', refund_failed: 'true', sort: 'amount', page: 1 }),
    ).toEqual({ q: 'A1', refund_failed: true, sort: 'amount' });
  });

  it('asks totals and file what it asks the list', () => {
    expect(filtersOf({ q: 'A1', state: 'late', sort: 'amount', page: 3, order: 'x' })).toEqual({
      q: 'A1',
      state: 'late',
    });
  });
});
