import { useTranslation } from 'react-i18next';
import { languageTag, STREET_ZONE } from '@/shared/format';
import { dayOf } from './days';

/** Days, months and times in the reader's words. */
export function useSaid() {
  const { i18n } = useTranslation();
  const say = (value: string, parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(languageTag(i18n.language), { ...parts, timeZone: STREET_ZONE }).format(
      new Date(value.length === 10 ? `${value}T12:00:00+08:00` : value),
    );
  return {
    month: (month: string) => say(`${month}-01`, { year: 'numeric', month: 'long' }),
    day: (day: string) => say(day, { month: 'long', day: 'numeric', weekday: 'long' }),
    weekday: (day: string, weekday: 'long' | 'short' | 'narrow') => say(day, { weekday }),
    /** When it begins, as far as it begins on this day. */
    start: (moment: string, day: string) => (dayOf(moment) === day ? say(moment, CLOCK) : null),
    /** When it ends, as far as it ends with this day. */
    end: (moment: string, day: string) => (dayOf(Date.parse(moment) - 1) === day ? say(moment, CLOCK) : null),
  };
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
