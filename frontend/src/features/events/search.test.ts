import { expect, test } from 'vitest';
import { validateEventsSearch, validateGuestSearch } from './search';

test('an address of any kind falls back to what is known', () => {
  expect(validateEventsSearch({ preset: 'party', when: 'never', page: -1, q: ' AI ', sector: 7 })).toEqual({
    q: 'AI',
    sector: '7',
  });
  expect(validateEventsSearch({ preset: 'salon', when: 'past', page: '3', district: '福田区' })).toEqual({
    preset: 'salon',
    when: 'past',
    page: 3,
    district: '福田区',
  });
  expect(validateGuestSearch({ q: 'x'.repeat(100), page: 1 }).q).toHaveLength(80);
});
