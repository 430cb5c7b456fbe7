import type {
  AccountIsEnum,
  FollowUpEnum,
  GuestFilterOutput,
  GuestPaymentEnum,
  LanguageEnum,
  RegistrationStateEnum,
} from '@/api';
import { compact, oneOf, whole, word } from '@/shared/search/address';

export const STATES = [
  'pending_approval',
  'confirmed',
  'awaiting_payment',
  'cancelled',
  'expired',
  'rejected',
  'transferred',
] as const satisfies RegistrationStateEnum[];
export const PAYMENTS = ['free', 'unpaid', 'paid', 'refunded'] as const satisfies GuestPaymentEnum[];
export const LANGUAGES = ['zh-hans', 'zh-hant', 'en'] as const satisfies LanguageEnum[];
export const ACCOUNTS = ['with', 'without'] as const satisfies AccountIsEnum[];
export const FOLLOW_UPS = ['due', 'done'] as const satisfies FollowUpEnum[];
/** The first is the server's own. */
export const SORTS = ['newest', 'oldest', 'name', 'organization'] as const;

export type Sort = (typeof SORTS)[number];
/** The server leaves out what narrows nothing. */
export type GuestFilters = Partial<GuestFilterOutput>;
export interface GuestsSearch extends GuestFilters {
  sort?: Sort;
}

const DAY = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function validateGuestsSearch(given: Record<string, unknown>): GuestsSearch {
  return compact({
    q: word(given.q)?.slice(0, 80),
    state: oneOf(given.state, STATES),
    ticket_type: word(given.ticket_type)?.match(ID)?.[0],
    payment: oneOf(given.payment, PAYMENTS),
    language: oneOf(given.language, LANGUAGES),
    account: oneOf(given.account, ACCOUNTS),
    follow_up: oneOf(given.follow_up, FOLLOW_UPS),
    group: word(given.group)?.match(ID)?.[0],
    since: word(given.since)?.match(DAY)?.[0],
    until: word(given.until)?.match(DAY)?.[0],
    sort: oneOf(given.sort, SORTS),
  }) as GuestsSearch;
}

/** What narrows the list, without its order. */
export function filtersOf({ sort: _sort, ...filters }: GuestsSearch): GuestFilters {
  return compact(filters);
}

export const isNarrowed = (search: GuestsSearch) => Object.keys(filtersOf(search)).length > 0;

/** The history of mails has only pages. */
export function validateMailsSearch(given: Record<string, unknown>): { page?: number } {
  return compact({ page: whole(given.page, 2, 10_000) }) as { page?: number };
}
