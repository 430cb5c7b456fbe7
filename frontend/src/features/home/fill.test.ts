import { expect, test } from 'vitest';
import { fill } from './fill';

test.each([
  [0, 100, 0],
  [25, 100, 0.5],
  [100, 100, 1],
  [120, 100, 1],
  [0, 0, 0],
])('%i of %i fills %f', (count, most, expected) => {
  expect(fill(count, most)).toBe(expected);
});
