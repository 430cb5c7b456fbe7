import { expect, test } from 'vitest';
import { badgeText } from './badge';

test.each([
  [1, '1'],
  [99, '99'],
  [100, '99+'],
])('%i is shown as %s', (count, shown) => {
  expect(badgeText(count)).toBe(shown);
});
