import { STREET_ZONE } from '@/shared/format';
import { organizationName } from '@/shared/names';
import type { Line } from './room';
import type { EventDetail } from './useRoadshow';

export { titleOf } from '@/shared/names';

/** The company on a line and where its pitch can be read, if the line has them. */
export function companyOf(event: Pick<EventDetail, 'agenda'>, line: Pick<Line, 'id'>, language: string) {
  const found = event.agenda.find(({ id }) => id === line.id);
  if (!found?.company) return null;
  return {
    name: organizationName(found.company, language),
    href: found.pitch ? `/deals/${found.pitch}` : null,
  };
}

const TAG: Record<string, string> = { 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-HK', en: 'en-GB' };

/** 3月5日周四 14:30, on the street. */
export function beginning(event: Pick<EventDetail, 'starts_at'>, language: string): string {
  return new Intl.DateTimeFormat(TAG[language] ?? language, {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: STREET_ZONE,
  }).format(new Date(event.starts_at));
}

/** One moment of the street's day: 14:30. */
export function clockTime(at: number, language: string): string {
  return new Intl.DateTimeFormat(TAG[language] ?? language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: STREET_ZONE,
  }).format(at);
}

/** What somebody types into a browser to get to an address, in the two parts a wall shows it in. */
export function typed(address: string): { host: string; path: string } {
  const [host = '', ...path] = address.replace(/^https?:\/\//, '').split('/');
  return { host, path: ['', ...path].join('/') };
}
