import type { SearchInvestorsData } from '@/api';
import {
  compact,
  MOST_AMOUNT,
  oneOf,
  readAddress,
  type SearchAddress,
  whole,
  words,
} from '@/shared/search/address';

type Query = NonNullable<SearchInvestorsData['query']>;

export const SORTS = ['relevance', 'last_deal', 'amount_up', 'amount_down', 'not_personalized'] as const;
export const MONTHS = [3, 6, 12, 24] as const;

/** What stands in the address of `/investors`. Tickets are whole units of CNY. */
export interface InvestorSearch extends SearchAddress {
  investor_type?: string[];
  lead_or_follow?: string[];
  ticket_min?: number;
  ticket_max?: number;
  /** Months since the last recorded deal. */
  active_within?: number;
  sort?: (typeof SORTS)[number];
}

export function validateInvestorSearch(given: Record<string, unknown>): InvestorSearch {
  return compact({
    ...readAddress(given),
    investor_type: words(given.investor_type),
    lead_or_follow: words(given.lead_or_follow),
    ticket_min: whole(given.ticket_min, 0, MOST_AMOUNT),
    ticket_max: whole(given.ticket_max, 0, MOST_AMOUNT),
    active_within: whole(given.active_within, 1, 600),
    sort: oneOf(given.sort, SORTS),
  }) as InvestorSearch;
}

/** The question to the server. Its types hold the codes it knows; unknown ones it refuses by name. */
export function investorQuery(search: InvestorSearch): Query {
  const { view: _view, ticket_min, ticket_max, ...rest } = search;
  return compact({
    ...rest,
    ...(ticket_min === undefined ? {} : { ticket_min: String(ticket_min) }),
    ...(ticket_max === undefined ? {} : { ticket_max: String(ticket_max) }),
  }) as Query;
}
