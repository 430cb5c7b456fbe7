import { expect, test } from 'vitest';
import { keyTarget, swipeTarget } from './paging';

test.each([
  ['ArrowRight', 1, 2],
  ['PageDown', 2, 2],
  ['ArrowLeft', 1, 0],
  ['PageUp', 0, 0],
  ['Home', 2, 0],
  ['End', 0, 2],
  ['a', 1, null],
])('%s on page %i of three leads to %s', (key, index, expected) => {
  expect(keyTarget(key, index, 3)).toBe(expected);
});

test.each([
  [-48, 1],
  [48, 0],
  [-47, 0],
  [200, 0],
])('a swipe of %i from the first page ends on %i', (dx, expected) => {
  expect(swipeTarget(dx, 0, 2)).toBe(expected);
});
