import { expect, test } from 'vitest';
import type { EventSeriesDetail } from '@/api';
import { draftsAhead, following, guestsOf, ruleInWords, seenOf } from './rules';

const date = (position: number, state: string) => ({
  ...{ id: `e${position}`, position, state, edition: position, taken: position },
  starts_at: `2026-12-0${position}T14:00:00+08:00`,
});
const series = {
  events: [date(1, 'published'), date(2, 'cancelled'), date(3, 'published'), date(4, 'draft')],
} as EventSeriesDetail;

test('a rule is said from its first date, a fifth weekday as the last and a late day as the last of the month', () => {
  expect(ruleInWords('weekly', '2026-11-12', 'zh-Hans')).toEqual({
    name: 'weekly',
    values: { weekday: '星期四', date: 12 },
  });
  expect(ruleInWords('monthly_weekday', '2026-11-12', 'en')).toEqual({
    name: 'nth_2',
    values: { weekday: 'Thursday', date: 12 },
  });
  expect(ruleInWords('monthly_weekday', '2026-12-31', 'en').name).toBe('nth_5');
  expect(ruleInWords('monthly_date', '2026-12-28', 'en').name).toBe('date');
  expect(ruleInWords('monthly_date', '2026-12-31', 'en').name).toBe('date_or_last');
});

test('this and the following are those from its place on that are in the states asked for', () => {
  const rest = following(series, 'e2', ['draft', 'published']);
  expect(seenOf(rest)).toEqual([
    { id: 'e3', edition: 3 },
    { id: 'e4', edition: 4 },
  ]);
  expect(guestsOf(rest)).toBe(7);
});

test('only drafts that lie ahead are handed in', () => {
  expect(draftsAhead(series, new Date('2026-12-01')).map(({ id }) => id)).toEqual(['e4']);
  expect(draftsAhead(series, new Date('2026-12-05'))).toEqual([]);
});
