import type { EventSeriesDetail, SeriesRuleEnum } from '@/api';
import { languageTag, STREET_ZONE } from '@/shared/format';

export const RULES = [
  'weekly',
  'fortnightly',
  'monthly_weekday',
  'monthly_date',
] as const satisfies SeriesRuleEnum[];

/** Noon of a day (2026-03-05) on the street, wherever the reader sits. */
const noonOf = (day: string) => new Date(`${day}T12:00:00+08:00`);

/** 2026年3月5日星期四 */
export function dayInWords(day: string, language: string): string {
  return new Intl.DateTimeFormat(languageTag(language), { dateStyle: 'full', timeZone: STREET_ZONE }).format(
    noonOf(day),
  );
}

const NTH = ['nth_1', 'nth_2', 'nth_3', 'nth_4', 'nth_5'] as const;

interface RuleWords {
  name: 'weekly' | 'fortnightly' | 'date' | 'date_or_last' | (typeof NTH)[number];
  values: { weekday: string; date: number };
}

/** The message of a rule and its values, told from the first date; the server reckons by the same words. */
export function ruleInWords(rule: SeriesRuleEnum, first: string, language: string): RuleWords {
  const weekday = new Intl.DateTimeFormat(languageTag(language), {
    weekday: 'long',
    timeZone: STREET_ZONE,
  }).format(noonOf(first));
  const date = Number(first.slice(8));
  const values = { weekday, date };
  if (rule === 'monthly_weekday') return { name: NTH[Math.ceil(date / 7) - 1] ?? 'nth_5', values };
  if (rule === 'monthly_date') return { name: date > 28 ? 'date_or_last' : 'date', values };
  return { name: rule, values };
}

type SeriesDate = EventSeriesDetail['events'][number];

/** Which of the dates an act is for, as they were read: the server refuses when one has changed since. */
export const seenOf = (dates: readonly SeriesDate[]) => dates.map(({ id, edition }) => ({ id, edition }));

/** This date and those after it, of some states. */
export function following(series: EventSeriesDetail, id: string, states: readonly string[]): SeriesDate[] {
  const from = series.events.find((one) => one.id === id)?.position ?? 0;
  return series.events.filter(({ position, state }) => position >= from && states.includes(state));
}

/** The drafts that lie ahead: what is past is handed in no more. */
export function draftsAhead(series: EventSeriesDetail, now: Date = new Date()): SeriesDate[] {
  return series.events.filter(({ state, starts_at }) => state === 'draft' && new Date(starts_at) > now);
}

export const guestsOf = (dates: readonly SeriesDate[]) => dates.reduce((sum, { taken }) => sum + taken, 0);
