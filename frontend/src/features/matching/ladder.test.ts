import { expect, test } from 'vitest';
import { amountAt, LADDER, rungOf } from './ladder';

test('the rungs rise from a hundred thousand to eight hundred million', () => {
  expect(LADDER).toHaveLength(20);
  expect([...LADDER].sort((one, other) => one - other)).toEqual([...LADDER]);
  expect([amountAt(0), amountAt(19), amountAt(99)]).toEqual(['100000', '800000000', '100000']);
});

test('an amount stands on the rung it is the fewest times away from', () => {
  expect(LADDER[rungOf('20000000')]).toBe(20_000_000);
  expect(LADDER[rungOf('25000000.00')]).toBe(30_000_000);
  expect(LADDER[rungOf('6200000')]).toBe(5_000_000);
  expect(LADDER[rungOf('1')]).toBe(100_000);
  expect(LADDER[rungOf(undefined)]).toBe(100_000);
});
