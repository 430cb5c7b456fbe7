import { expect, test } from 'vitest';
import { type EventRow, standingOf, titleOf } from './words';

const NOW = new Date('2026-03-05T06:00:00Z');
const event = (changes: Partial<EventRow>) =>
  ({
    state: 'published',
    is_full: false,
    ends_at: '2026-03-05T09:00:00Z',
    registration_closes_at: null,
    ...changes,
  }) as EventRow;

test.each([
  ['open', {}],
  ['full', { is_full: true }],
  ['closed', { registration_closes_at: '2026-03-05T06:00:00Z', is_full: true }],
  ['live', { state: 'live' }],
  ['ended', { ends_at: '2026-03-05T06:00:00Z' }],
  ['cancelled', { state: 'cancelled' }],
  ['draft', { state: 'draft' }],
] as [string, Partial<EventRow>][])('an event is %s', (standing, changes) => {
  expect(standingOf(event(changes), NOW)).toBe(standing);
});

test('English names are for readers of English', () => {
  expect(titleOf({ title: '路演', title_en: 'Roadshow' }, 'en')).toBe('Roadshow');
  expect(titleOf({ title: '路演', title_en: '' }, 'en')).toBe('路演');
  expect(titleOf({ title: '路演', title_en: 'Roadshow' }, 'zh-Hant')).toBe('路演');
});
