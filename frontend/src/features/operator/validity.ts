import dayjs, { type Dayjs } from 'dayjs';

/** The end of a day on the street, as the server reads times. */
export function endOfDay(day: Dayjs): string {
  return `${day.format('YYYY-MM-DD')}T23:59:59+08:00`;
}

/** What an approval proposes: a year less a day, which every kind of case allows. */
export function proposedDay(today: Dayjs = dayjs()): Dayjs {
  return today.add(1, 'year').subtract(1, 'day');
}

/** A waiting case whose promised day has passed. */
export function isOverdue(item: { state: string; due_at: string }, now: Date = new Date()): boolean {
  return item.state === 'pending' && new Date(item.due_at).getTime() < now.getTime();
}
