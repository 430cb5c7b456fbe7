import type { ListOrdersData } from '@/api';
import { compact, oneOf, whole, word } from '@/shared/search/address';

type Asked = NonNullable<ListOrdersData['query']>;

export const STATES = [
  'created',
  'requires_action',
  'succeeded',
  'partially_refunded',
  'refunded',
  'late',
  'failed',
] as const satisfies Asked['state'][];
export const SORTS = ['newest', 'amount'] as const satisfies Asked['sort'][];

/** What the orders are asked. */
export interface OrdersSearch {
  q?: string;
  state?: (typeof STATES)[number];
  /** Those of which a refund waits for a person. */
  refund_failed?: true;
  sort?: (typeof SORTS)[number];
  page?: number;
  /** The order that is looked at. */
  order?: string;
}

export function validateOrdersSearch(given: Record<string, unknown>): OrdersSearch {
  return compact({
    q: word(given.q),
    state: oneOf(given.state, STATES),
    refund_failed: String(given.refund_failed) === 'true' ? true : undefined,
    sort: oneOf(given.sort, SORTS),
    page: whole(given.page, 2, 100_000),
    order: word(given.order),
  }) as OrdersSearch;
}

/** The question that list, totals and file share. */
export function filtersOf({ q, state, refund_failed }: OrdersSearch) {
  return compact({ q, state, refund_failed });
}
