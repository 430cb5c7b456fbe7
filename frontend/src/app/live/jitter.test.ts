import { afterEach, expect, test, vi } from 'vitest';
import { pauseBefore } from './jitter';

afterEach(() => void vi.restoreAllMocks());

test('the first connection waits for nothing', () => {
  expect(pauseBefore(0)).toBe(0);
});

test('a hall comes back over seconds that double up to a limit, from the first moment on', () => {
  const chance = vi.spyOn(Math, 'random');
  const pauses = (drawn: number) => {
    chance.mockReturnValue(drawn);
    return [1, 2, 3, 4, 50].map(pauseBefore);
  };
  expect(pauses(0)).toEqual([0, 0, 0, 0, 0]);
  expect(pauses(0.5)).toEqual([1_000, 2_000, 4_000, 4_000, 4_000]);
});

test('of two thousand that lost their server in one moment no tenth of a second sees more than its share', () => {
  const tenths = new Map<number, number>();
  for (let reader = 0; reader < 2_000; reader++) {
    const tenth = Math.floor(pauseBefore(1) / 100);
    tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
  }
  expect(tenths.size).toBe(20);
  expect(Math.max(...tenths.values())).toBeLessThan(200);
});
