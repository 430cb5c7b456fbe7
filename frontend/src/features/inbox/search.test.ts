import { expect, test } from 'vitest';
import { validateInboxSearch } from './search';

test.each([
  [{}, {}],
  [
    { show: 'unread', group: 'pitches', page: '3' },
    { show: 'unread', group: 'pitches', page: 3 },
  ],
  [{ show: 'all', group: 'x'.repeat(41), page: 1 }, {}],
  [{ show: ['unread'], group: { a: 1 }, page: -1 }, {}],
])('%o is read as %o', (given, expected) => {
  expect(validateInboxSearch(given)).toEqual(expected);
});
