import dayjs from 'dayjs';
import { expect, test } from 'vitest';
import { endOfDay } from '@/shared/format';
import { isOverdue, proposedDay } from './validity';

test('a chosen day holds until its end on the street', () => {
  expect(endOfDay('2027-03-05')).toBe('2027-03-05T23:59:59+08:00');
});

test('the proposed day is within a year even at its last second', () => {
  const now = dayjs('2026-03-05T00:00:00+08:00');
  const until = dayjs(endOfDay(proposedDay(now).format('YYYY-MM-DD')));
  expect(until.isBefore(now.add(365, 'day'))).toBe(true);
});

test('only what still waits can be overdue', () => {
  const due_at = '2026-03-05T00:00:00Z';
  const later = new Date('2026-03-06T00:00:00Z');
  expect(isOverdue({ state: 'pending', due_at }, later)).toBe(true);
  expect(isOverdue({ state: 'approved', due_at }, later)).toBe(false);
  expect(isOverdue({ state: 'pending', due_at }, new Date('2026-03-04T00:00:00Z'))).toBe(false);
});
