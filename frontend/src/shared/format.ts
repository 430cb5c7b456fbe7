/** Every time is shown where the street is. */
export const STREET_ZONE = 'Asia/Shanghai';

const TAG: Record<string, string> = { 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-HK', en: 'en-GB' };
/** How dates and numbers of a language are written here. */
export const languageTag = (language: string) => TAG[language] ?? language;

/** 2026年3月5日, from an RFC 3339 time or a plain day. */
export function formatDate(value: string, language: string): string {
  return new Intl.DateTimeFormat(languageTag(language), { dateStyle: 'long', timeZone: STREET_ZONE }).format(
    // A plain day is that day everywhere: noon on the street falls on it.
    new Date(value.length === 10 ? `${value}T12:00:00+08:00` : value),
  );
}

/** 2026年3月5日 14:30, street time. */
export function formatDateTime(value: string, language: string): string {
  return new Intl.DateTimeFormat(languageTag(language), {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: STREET_ZONE,
  }).format(new Date(value));
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** 3天前, 2 hours ago, 现在: how far `value` lies from `now`. */
export function formatRelative(value: string, language: string, now: Date = new Date()): string {
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(languageTag(language), { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, 'second');
}

/** 12,345 */
export function formatCount(value: number, language: string): string {
  return new Intl.NumberFormat(languageTag(language)).format(value);
}

/** 0.237 → 24%. `digits` decimals at most. */
export function formatPercent(share: number, language: string, digits = 0): string {
  return new Intl.NumberFormat(languageTag(language), {
    style: 'percent',
    maximumFractionDigits: digits,
  }).format(share);
}

const SIZES = ['B', 'KB', 'MB', 'GB'];

/** 20 MB, in steps of 1024. */
export function formatBytes(bytes: number): string {
  const step = bytes > 0 ? Math.min(SIZES.length - 1, Math.floor(Math.log2(bytes) / 10)) : 0;
  const value = bytes / 1024 ** step;
  return `${Number.isInteger(value) || value >= 10 ? Math.round(value) : value.toFixed(1)}\u202f${SIZES[step]}`;
}

/** The last second of a day (2026-03-31) on the street, as the server reads times. */
export function endOfDay(day: string): string {
  return `${day}T23:59:59+08:00`;
}
