import dayjs, { type Dayjs } from 'dayjs';

/** What an approval proposes: a year less a day, which every kind of case allows. */
export function proposedDay(today: Dayjs = dayjs()): Dayjs {
  return today.add(1, 'year').subtract(1, 'day');
}

/** A waiting case whose promised day has passed. */
export function isOverdue(item: { state: string; due_at: string }, now: Date = new Date()): boolean {
  return item.state === 'pending' && new Date(item.due_at).getTime() < now.getTime();
}

/** The pages of a file are still to come. */
export const isRendering = (state: string | null): boolean => state === 'stored' || state === 'processing';
