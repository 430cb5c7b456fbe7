import { expect, test } from 'vitest';
import { validateDeskEventSearch, validateEventsSearch, validateTicketsSearch } from './search';

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
  const month = { view: 'month', month: '2026-11', day: '2026-11-05' };
  expect(validateEventsSearch(month)).toEqual(month);
  expect(validateEventsSearch({ ...month, day: '2026-12-06' }).day).toBe('2026-12-06');
  expect(validateEventsSearch({ ...month, day: '2026-12-07' })).toEqual({ view: 'month', month: '2026-11' });
  expect(validateEventsSearch({ view: 'month', month: '2026-13', day: '2026-02-30' })).toEqual({
    view: 'month',
  });
  expect(validateEventsSearch({ view: 'year', month: '2026-11' })).toEqual({});
  expect(validateTicketsSearch({ when: 'all', sort: 'code', page: 1, q: '' })).toEqual({});
  expect(validateTicketsSearch({ when: 'past', sort: 'title' })).toEqual({ when: 'past', sort: 'title' });
  const line = { tab: 'guests', line: 'waiting', line_page: 3 };
  expect(validateDeskEventSearch(line)).toEqual(line);
  expect(validateDeskEventSearch({ tab: 'payouts', line: 'confirmed', line_page: 1 })).toEqual({});
});
