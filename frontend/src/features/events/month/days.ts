import { STREET_ZONE } from '@/shared/format';

// Days are 2026-03-05 and months 2026-03, always the street's, wherever the reader sits.

const A_DAY = 24 * 3_600_000;
const DAY = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: STREET_ZONE });
const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`);

export const dayOf = (moment: string | number | Date) => DAY.format(new Date(moment));

export const monthOf = (day: string) => day.slice(0, 7);

export function shiftDay(day: string, by: number): string {
  return new Date(midnight(day) + by * A_DAY).toISOString().slice(0, 10);
}

export function shiftMonth(month: string, by: number): string {
  const start = new Date(midnight(`${month}-01`));
  start.setUTCMonth(start.getUTCMonth() + by);
  return start.toISOString().slice(0, 7);
}

const lastOf = (month: string) => shiftDay(`${shiftMonth(month, 1)}-01`, -1);

/** 0 on a Monday, 6 on a Sunday. */
const weekday = (day: string) => (new Date(midnight(day)).getUTCDay() + 6) % 7;

/** The whole weeks, each from its Monday, that hold the month. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const last = lastOf(month);
  const weeks: string[][] = [];
  for (let monday = shiftDay(first, -weekday(first)); monday <= last; monday = shiftDay(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, place) => shiftDay(monday, place)));
  }
  return weeks;
}

interface Span {
  starts_at: string;
  ends_at: string;
}

/** Every day an event has a part of; one that ends at midnight has none of the day that begins. */
function daysOf({ starts_at, ends_at }: Span): string[] {
  const last = dayOf(Date.parse(ends_at) - 1);
  const days = [dayOf(starts_at)];
  for (let day = days[0] as string; day < last; days.push(day)) day = shiftDay(day, 1);
  return days;
}

/** The events of each day, in the order given. */
export function byDay<E extends Span>(events: readonly E[]): ReadonlyMap<string, E[]> {
  const found = new Map<string, E[]>();
  for (const event of events) {
    for (const day of daysOf(event)) found.set(day, [...(found.get(day) ?? []), event]);
  }
  return found;
}

/** The same day of another month, or the last that month has. */
function sameDay(day: string, by: number): string {
  const month = shiftMonth(monthOf(day), by);
  const wanted = `${month}${day.slice(7)}`;
  const last = lastOf(month);
  return wanted < last ? wanted : last;
}

const STEPS: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => shiftDay(day, -1),
  ArrowRight: (day) => shiftDay(day, 1),
  ArrowUp: (day) => shiftDay(day, -7),
  ArrowDown: (day) => shiftDay(day, 7),
  Home: (day) => shiftDay(day, -weekday(day)),
  End: (day) => shiftDay(day, 6 - weekday(day)),
  PageUp: (day) => sameDay(day, -1),
  PageDown: (day) => sameDay(day, 1),
};

/** Where a key leads from a day, or null for a key that leads nowhere. */
export function dayAfterKey(key: string, day: string): string | null {
  return STEPS[key]?.(day) ?? null;
}

/** What an address may name: far ends have weeks that no list is asked for. */
export const FIRST_MONTH = '2001-01';
export const LAST_MONTH = '2099-12';
