import { expect, test } from 'vitest';
import { dayOf, type EventRow, sorted } from './coming';

const event = (id: string, state: EventRow['state'] = 'published') => ({ id, state }) as EventRow;

test('the event that runs stands by itself, and three follow it', () => {
  const rows = [event('a'), event('b', 'live'), event('c'), event('d'), event('e')];
  const { live, next } = sorted(rows);
  expect(live?.id).toBe('b');
  expect(next.map(({ id }) => id)).toEqual(['a', 'c', 'd']);
  expect(sorted([])).toEqual({ live: null, next: [] });
});

test('a second event that runs at the same time stands among those that follow', () => {
  expect(sorted([event('a', 'live'), event('b', 'live')]).next.map(({ id }) => id)).toEqual(['b']);
});

test('a day is said as on the street, wherever the reader sits', () => {
  const late = '2026-03-05T18:30:00+00:00';
  expect(dayOf(late, 'zh-Hans')).toEqual({ month: '3月', day: '6', time: '周五 02:30' });
  expect(dayOf(late, 'zh-Hant').day).toBe('6');
  expect(dayOf(late, 'en')).toEqual({ month: 'Mar', day: '6', time: 'Fri 02:30' });
});
