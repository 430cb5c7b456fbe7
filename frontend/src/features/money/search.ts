import type { ListFapiaoData, ListOrdersData, ListRefundRequestsData, ListTransfersData } from '@/api';
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

type TransfersAsked = NonNullable<ListTransfersData['query']>;
type RequestsAsked = NonNullable<ListRefundRequestsData['query']>;
type FapiaoAsked = NonNullable<ListFapiaoData['query']>;

export const TRANSFER_STATES = [
  'awaited',
  'submitted',
  'refused',
  'accepted',
  'closed',
] as const satisfies TransfersAsked['state'][];
export const TRANSFER_SORTS = ['newest', 'soonest'] as const satisfies TransfersAsked['sort'][];
export const REQUEST_STATES = [
  'requested',
  'approved',
  'refused',
  'sent',
  'done',
] as const satisfies RequestsAsked['state'][];
export const FAPIAO_STATES = [
  'requested',
  'issued',
  'delivered',
  'red_lettered',
  'void',
] as const satisfies FapiaoAsked['state'][];
export const AGE_SORTS = ['newest', 'oldest'] as const satisfies RequestsAsked['sort'][];

interface DeskSearch<State, Sort> {
  q?: string;
  state?: State;
  sort?: Sort;
  page?: number;
}

export type TransfersSearch = DeskSearch<(typeof TRANSFER_STATES)[number], (typeof TRANSFER_SORTS)[number]>;
export type RequestsSearch = DeskSearch<(typeof REQUEST_STATES)[number], (typeof AGE_SORTS)[number]>;
export type FapiaoSearch = DeskSearch<(typeof FAPIAO_STATES)[number], (typeof AGE_SORTS)[number]> & {
  /** Those of which a red letter is due. */
  red_due?: true;
};

function deskSearch<State extends string, Sort extends string>(
  given: Record<string, unknown>,
  states: readonly State[],
  sorts: readonly Sort[],
): DeskSearch<State, Sort> {
  return compact({
    q: word(given.q),
    state: oneOf(given.state, states),
    sort: oneOf(given.sort, sorts),
    page: whole(given.page, 2, 100_000),
  }) as DeskSearch<State, Sort>;
}

export const validateTransfersSearch = (given: Record<string, unknown>): TransfersSearch =>
  deskSearch(given, TRANSFER_STATES, TRANSFER_SORTS);

export const validateRequestsSearch = (given: Record<string, unknown>): RequestsSearch =>
  deskSearch(given, REQUEST_STATES, AGE_SORTS);

export const validateFapiaoSearch = (given: Record<string, unknown>): FapiaoSearch =>
  compact({
    ...deskSearch(given, FAPIAO_STATES, AGE_SORTS),
    red_due: String(given.red_due) === 'true' ? (true as const) : undefined,
  }) as FapiaoSearch;

export interface ReportSearch {
  by?: 'occasion';
  since?: string;
  until?: string;
}

const day = (value: unknown) => {
  const found = word(value);
  return found && /^20\d\d-\d\d-\d\d$/.test(found) ? found : undefined;
};

export const validateReportSearch = (given: Record<string, unknown>): ReportSearch =>
  compact({
    by: oneOf(given.by, ['occasion'] as const),
    since: day(given.since),
    until: day(given.until),
  }) as ReportSearch;
