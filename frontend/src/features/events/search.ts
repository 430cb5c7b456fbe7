import { compact, oneOf, whole, word } from '@/shared/search/address';

export const PRESETS = ['roadshow', 'salon'] as const;
export const WHENS = ['upcoming', 'past', 'all'] as const;

export interface EventsSearch {
  q?: string;
  preset?: (typeof PRESETS)[number];
  sector?: string;
  district?: string;
  when?: (typeof WHENS)[number];
  page?: number;
}

export function validateEventsSearch(given: Record<string, unknown>): EventsSearch {
  return compact({
    q: word(given.q)?.slice(0, 80),
    preset: oneOf(given.preset, PRESETS),
    sector: word(given.sector)?.slice(0, 24),
    district: word(given.district)?.slice(0, 80),
    when: oneOf(given.when, WHENS),
    page: whole(given.page, 2, 10_000),
  }) as EventsSearch;
}

/** The host's desk has only pages. */
export function validateDeskSearch(given: Record<string, unknown>): { page?: number } {
  return compact({ page: whole(given.page, 2, 10_000) }) as { page?: number };
}

/** Of an event on its host's desk: which guests are looked for. */
export function validateGuestSearch(given: Record<string, unknown>): { q?: string; page?: number } {
  return compact({ q: word(given.q)?.slice(0, 80), page: whole(given.page, 2, 10_000) }) as {
    q?: string;
    page?: number;
  };
}
