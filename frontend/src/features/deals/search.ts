import type { SearchDealsData } from '@/api';
import {
  compact,
  MOST_AMOUNT,
  oneOf,
  readAddress,
  type SearchAddress,
  whole,
  words,
} from '@/shared/search/address';

type Query = NonNullable<SearchDealsData['query']>;

export const SORTS = [
  'relevance',
  'newest',
  'confirmed',
  'closing',
  'amount_up',
  'amount_down',
  'not_personalized',
] as const;
export const DAYS = [30, 60, 90] as const;

/** What stands in the address of `/deals`. Amounts are whole units of CNY. */
export interface DealSearch extends SearchAddress {
  qualification?: string[];
  business_model?: string[];
  instrument?: string[];
  lead_wanted?: string[];
  ask_currency?: string[];
  amount_min?: number;
  amount_max?: number;
  founded_from?: number;
  founded_to?: number;
  /** Closing within so many days from today. */
  close_within?: number;
  confirmed_within?: number;
  sort?: (typeof SORTS)[number];
}

export function validateDealSearch(given: Record<string, unknown>): DealSearch {
  return compact({
    ...readAddress(given),
    qualification: words(given.qualification),
    business_model: words(given.business_model),
    instrument: words(given.instrument),
    lead_wanted: words(given.lead_wanted),
    ask_currency: words(given.ask_currency),
    amount_min: whole(given.amount_min, 0, MOST_AMOUNT),
    amount_max: whole(given.amount_max, 0, MOST_AMOUNT),
    founded_from: whole(given.founded_from, 1800, 2200),
    founded_to: whole(given.founded_to, 1800, 2200),
    close_within: whole(given.close_within, 1, 3650),
    confirmed_within: whole(given.confirmed_within, 1, 3650),
    sort: oneOf(given.sort, SORTS),
  }) as DealSearch;
}

/** The street's day `days` from now, as the server reads days. */
export function dayAhead(days: number, now: Date = new Date()): string {
  const day = new Date(now.getTime() + days * 86_400_000);
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(day);
}

/** The question to the server. Its types hold the codes it knows; unknown ones it refuses by name. */
export function dealQuery(search: DealSearch, now?: Date): Query {
  const { view: _view, close_within, amount_min, amount_max, ...rest } = search;
  return compact({
    ...rest,
    ...(amount_min === undefined ? {} : { amount_min: String(amount_min) }),
    ...(amount_max === undefined ? {} : { amount_max: String(amount_max) }),
    ...(close_within === undefined ? {} : { close_before: dayAhead(close_within, now) }),
  }) as Query;
}
