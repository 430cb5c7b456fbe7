import type { EventRowOutput } from '@/api';
import { STREET_ZONE } from '@/shared/format';

export type EventRow = EventRowOutput;

const SHOWN = 3;
const TAG: Record<string, string> = { 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-HK', en: 'en-GB' };
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** Of the events to come, soonest first: the one that runs now, and the few after it. */
export function sorted(events: readonly EventRow[]): { live: EventRow | null; next: EventRow[] } {
  const live = events.find(({ state }) => state === 'live') ?? null;
  return { live, next: events.filter((event) => event !== live).slice(0, SHOWN) };
}

/** 3月 · 5 · 周四 14:30, on the street. */
export function dayOf(moment: string, language: string): { month: string; day: string; time: string } {
  const at = new Date(moment);
  const say = (parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(TAG[language] ?? language, { ...parts, timeZone: STREET_ZONE });
  const day = say({ day: 'numeric' })
    .formatToParts(at)
    .find(({ type }) => type === 'day');
  return {
    month: say({ month: 'short' }).format(at),
    day: day?.value ?? '',
    time: [{ weekday: 'short' } as const, CLOCK].map((parts) => say(parts).format(at)).join(' '),
  };
}
