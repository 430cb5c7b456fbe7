import { expect, test } from 'vitest';
import { byDay, dayAfterKey, dayOf, shiftMonth, weeksOf } from './days';

test('a month is whole weeks from Monday to Sunday that hold all its days', () => {
  const edges = (month: string) => {
    const weeks = weeksOf(month);
    return [weeks.length, weeks[0]?.[0], weeks.at(-1)?.[6]];
  };
  expect(edges('2026-11')).toEqual([6, '2026-10-26', '2026-12-06']);
  expect(edges('2027-02')).toEqual([4, '2027-02-01', '2027-02-28']);
  expect(edges('2028-02')).toEqual([5, '2028-01-31', '2028-03-05']);
  expect(weeksOf('2026-12').flat().slice(30, 33)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01']);
  expect([shiftMonth('2026-12', 1), shiftMonth('2026-01', -1), shiftMonth('2026-11', 14)]).toEqual([
    '2027-01',
    '2025-12',
    '2028-01',
  ]);
});

test('an event stands on every day of the street it has a part of', () => {
  const late = { starts_at: '2026-11-11T17:00:00Z', ends_at: '2026-11-11T19:00:00Z' };
  const fair = { starts_at: '2026-11-30T01:00:00Z', ends_at: '2026-12-01T16:00:00Z' };
  const found = byDay([late, fair]);
  expect(Object.fromEntries(found)).toEqual({
    '2026-11-12': [late],
    '2026-11-30': [fair],
    '2026-12-01': [fair],
  });
  expect(dayOf('2026-12-31T16:00:00Z')).toBe('2027-01-01');
});

test('keys lead to the next day, the same day of another week or month, and the ends of the week', () => {
  const led = (day: string, ...keys: string[]) => keys.map((key) => dayAfterKey(key, day));
  expect(led('2026-11-01', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown')).toEqual([
    '2026-10-31',
    '2026-11-02',
    '2026-10-25',
    '2026-11-08',
  ]);
  expect(led('2026-11-12', 'Home', 'End')).toEqual(['2026-11-09', '2026-11-15']);
  expect(led('2027-03-31', 'PageUp', 'PageDown', 'Enter')).toEqual(['2027-02-28', '2027-04-30', null]);
});
