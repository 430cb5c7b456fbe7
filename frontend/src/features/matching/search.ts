import { compact, oneOf, word } from '@/shared/search/address';

export const ORDERS = ['best', 'not_personalized', 'newest'] as const;
export type Order = (typeof ORDERS)[number];

/** What stands in the address of the two pages of matches: for whom, and in which order. */
export interface MatchSearch {
  /** A pitch; or of an investor `firm:<id>` or `thesis:<id>`. */
  of?: string;
  order?: Order;
}

const ID = /^(?:(?:firm|thesis):)?[0-9a-f-]{36}$/;

export function validateMatchSearch(given: Record<string, unknown>): MatchSearch {
  const of = word(given.of);
  return compact({
    of: of && ID.test(of) ? of : undefined,
    order: oneOf(given.order, ORDERS),
  }) as MatchSearch;
}
