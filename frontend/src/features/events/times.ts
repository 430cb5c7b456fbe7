import { STREET_ZONE } from '@/shared/format';

const TAG: Record<string, string> = { 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-HK', en: 'en-GB' };

/** 2026-03-05T14:30 on the street, as a field for a time holds it; blank for none. */
export function toField(value: string | null | undefined): string {
  if (!value) return '';
  const parts = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: STREET_ZONE,
  }).format(new Date(value));
  return parts.replace(' ', 'T');
}

/** The moment a field means: what is typed is the street's time wherever the reader sits. */
export function fromField(value: string | undefined): string | null {
  return value ? `${value.slice(0, 16)}:00+08:00` : null;
}

/** 3月5日周四 14:30–17:30, or both days when it lasts over night. */
export function span(start: string, end: string, language: string): string {
  return new Intl.DateTimeFormat(TAG[language] ?? language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: STREET_ZONE,
  }).formatRange(new Date(start), new Date(end));
}

/** One moment of the street's day. */
export function clockTime(value: string | number, language: string): string {
  return new Intl.DateTimeFormat(TAG[language] ?? language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: STREET_ZONE,
  }).format(new Date(value));
}

interface Timed {
  minutes: number;
  /** Minutes after the event begins; none: when the line before it ends. */
  begins_after?: number | null;
}

/** When each line begins: by its own time, or when the line before it ends. */
export function beginnings(start: string, lines: readonly Timed[], language: string): string[] {
  const first = new Date(start).getTime();
  let at = first;
  return lines.map(({ minutes, begins_after }) => {
    if (typeof begins_after === 'number') at = first + begins_after * 60_000;
    const begins = clockTime(at, language);
    at += minutes * 60_000;
    return begins;
  });
}
