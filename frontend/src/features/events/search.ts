import { compact, oneOf, whole, word } from '@/shared/search/address';
import { weeksOf } from './month/days';

export const PRESETS = ['roadshow', 'salon', 'seminar', 'roundtable', 'recruitment'] as const;
export const WHENS = ['upcoming', 'past', 'replay', 'all'] as const;

export interface EventsSearch {
  q?: string;
  preset?: (typeof PRESETS)[number];
  sector?: string;
  district?: string;
  when?: (typeof WHENS)[number];
  page?: number;
  /** Month by month instead of one list; both are 2026-11 and 2026-11-05, the day the one that is open. */
  view?: 'month';
  month?: string;
  day?: string;
}

// Within what a list may be asked for, weeks at the ends of a month and all.
const MONTH = /^20(?:0[1-9]|[1-9]\d)-(?:0[1-9]|1[0-2])$/;

const monthIn = (given: unknown) => word(given)?.match(MONTH)?.[0];

/** A day that there is. */
function dayIn(given: unknown): string | undefined {
  const day = word(given);
  const at = day && MONTH.test(day.slice(0, 7)) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return new Date(at || 0).toISOString().slice(0, 10) === day ? day : undefined;
}

function readMonth(given: Record<string, unknown>): Pick<EventsSearch, 'view' | 'month' | 'day'> {
  const view = oneOf(given.view, ['month'] as const);
  if (!view) return {};
  const month = monthIn(given.month);
  const day = dayIn(given.day);
  // Of a day in no week of the month nothing is asked for, so that it would seem to be empty.
  return { view, month, day: day && month && !weeksOf(month).flat().includes(day) ? undefined : day };
}

/** What narrows the list and the month alike. */
export function filtersOf({ q, preset, sector, district }: EventsSearch) {
  return { q, preset, sector, district };
}

export const NO_FILTERS = { q: undefined, preset: undefined, sector: undefined, district: undefined };

export function validateEventsSearch(given: Record<string, unknown>): EventsSearch {
  return compact({
    q: word(given.q)?.slice(0, 80),
    preset: oneOf(given.preset, PRESETS),
    sector: word(given.sector)?.slice(0, 24),
    district: word(given.district)?.slice(0, 80),
    when: oneOf(given.when, WHENS),
    page: whole(given.page, 2, 10_000),
    ...readMonth(given),
  }) as EventsSearch;
}

/** Of one's own tickets; all of them where no time is asked for. */
export const TICKET_WHENS = ['upcoming', 'past', 'cancelled'] as const;
export const TICKET_SORTS = ['soonest', 'newest', 'title'] as const;

export interface TicketsSearch {
  q?: string;
  when?: (typeof TICKET_WHENS)[number];
  sort?: (typeof TICKET_SORTS)[number];
  page?: number;
}

export function validateTicketsSearch(given: Record<string, unknown>): TicketsSearch {
  return compact({
    q: word(given.q)?.slice(0, 80),
    when: oneOf(given.when, TICKET_WHENS),
    sort: oneOf(given.sort, TICKET_SORTS),
    page: whole(given.page, 2, 10_000),
  }) as TicketsSearch;
}

/** The host's desk: all events, or those of one series. */
export interface DeskSearch {
  page?: number;
  series?: string;
}

export function validateDeskSearch(given: Record<string, unknown>): DeskSearch {
  return compact({
    page: whole(given.page, 2, 10_000),
    series: word(given.series)?.slice(0, 36),
  }) as DeskSearch;
}

export const VOUCHER_STATES = ['open', 'spent', 'closed'] as const;

export interface VouchersSearch {
  q?: string;
  state?: (typeof VOUCHER_STATES)[number];
  page?: number;
}

/** Of the codes of an event. */
export function validateVouchersSearch(given: Record<string, unknown>): VouchersSearch {
  return compact({
    q: word(given.q)?.slice(0, 80),
    state: oneOf(given.state, VOUCHER_STATES),
    page: whole(given.page, 2, 10_000),
  }) as VouchersSearch;
}

export const WAIT_STATES = ['waiting', 'offered', 'accepted', 'declined', 'expired', 'left'] as const;

export const INVITATION_STATES = ['invited', 'registered', 'declined', 'revoked'] as const;

/** Of an event on its host's desk, in the order they stand; which of them somebody has is `desk/tabs`. */
export const DESK_TABS = [
  'overview',
  'words',
  'agenda',
  'tickets',
  'guests',
  'money',
  'door',
  'judging',
  'team',
] as const;
export type DeskTab = (typeof DESK_TABS)[number];

/** Which tab is open, and whom is looked for in the waiting list, and among those invited. */
export interface DeskEventSearch {
  tab?: DeskTab;
  line?: (typeof WAIT_STATES)[number];
  line_q?: string;
  line_page?: number;
  invited?: (typeof INVITATION_STATES)[number];
  invited_q?: string;
  invited_page?: number;
}

export function validateDeskEventSearch(given: Record<string, unknown>): DeskEventSearch {
  return compact({
    tab: oneOf(given.tab, DESK_TABS),
    line: oneOf(given.line, WAIT_STATES),
    line_q: word(given.line_q)?.slice(0, 80),
    line_page: whole(given.line_page, 2, 10_000),
    invited: oneOf(given.invited, INVITATION_STATES),
    invited_q: word(given.invited_q)?.slice(0, 80),
    invited_page: whole(given.invited_page, 2, 10_000),
  }) as DeskEventSearch;
}
