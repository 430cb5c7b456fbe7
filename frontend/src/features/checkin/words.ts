import type { CheckInList, DoorKind } from '@/api';
import { STREET_ZONE } from '@/shared/format';

/** 18:05:30, on the street; what happened on another day says which. */
export function clock(at: string, language: string, now: Date = new Date()): string {
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const isToday = now.getTime() - Date.parse(at) < 18 * 3_600_000;
  const day = isToday ? {} : ({ month: 'numeric', day: 'numeric' } as const);
  return new Intl.DateTimeFormat(language, { ...day, ...time, timeZone: STREET_ZONE }).format(new Date(at));
}

export const nameOf = (
  { name, name_en }: Pick<CheckInList | DoorKind, 'name' | 'name_en'>,
  language: string,
) => (language.startsWith('en') && name_en ? name_en : name);
