import type { CreateThesisData, GetThesisResponse } from '@/api';
import { compact, oneOf, word } from '@/shared/search/address';

export type Thesis = GetThesisResponse;
type Body = NonNullable<CreateThesisData['body']>;
type Amounts = 'ticket_min' | 'ticket_max' | 'revenue_min';

/** What the form holds: amounts are whole units of `currency` as text, so that no digit is lost. */
export type ThesisValues = Omit<Body, Amounts | 'firm'> & Partial<Record<Amounts, string | null>>;

export const SORTS = ['newest', 'updated', 'title'] as const;

export interface ThesisSearch {
  firm?: string;
  q?: string;
  sort?: (typeof SORTS)[number];
  /** A thesis, or `new`. */
  edit?: string;
}

export function validateThesisSearch(given: Record<string, unknown>): ThesisSearch {
  return compact({
    firm: word(given.firm),
    q: word(given.q),
    sort: oneOf(given.sort, SORTS),
    edit: word(given.edit),
  });
}

const amountOf = (money: { amount: string } | null): string | null =>
  money?.amount.replace(/\.0+$/, '') ?? null;

/** A stored thesis as the form shows it. */
export function valuesOf(thesis: Thesis): ThesisValues {
  const { firm: _firm, fund, portfolio_conflicts, ticket_min, ticket_max, revenue_min, ...rest } = thesis;
  return {
    ...(rest as unknown as ThesisValues),
    fund: fund?.id ?? null,
    portfolio_conflicts: portfolio_conflicts.map(({ id }) => id),
    ticket_min: amountOf(ticket_min),
    ticket_max: amountOf(ticket_max),
    revenue_min: amountOf(revenue_min),
  };
}

const TEXTS = [
  'title_en',
  'summary',
  'negative_list',
  'value_add',
  'dry_powder_band',
  'reinvest_place',
  'lead_or_follow',
  'open_to',
] as const;
const LISTS = [
  'stages',
  'sectors_include',
  'sectors_exclude',
  'keywords',
  'countries',
  'regions',
  'cities',
  'instruments',
  'portfolio_conflicts',
] as const;
const NUMBERS = ['annual_deals', 'decision_days', 'ownership_target_pct', 'reinvest_ratio_pct'] as const;

/** What is sent: every field, so that clearing one clears it on the server too. */
export function bodyOf(values: ThesisValues): Omit<Body, 'firm'> {
  const currency = values.currency ?? 'CNY';
  const money = (amount: string | null | undefined) => (amount ? { amount: String(amount), currency } : null);
  const texts = Object.fromEntries(TEXTS.map((key) => [key, values[key] ?? '']));
  const lists = Object.fromEntries(LISTS.map((key) => [key, values[key] ?? []]));
  const numbers = Object.fromEntries(NUMBERS.map((key) => [key, values[key] ?? null]));
  return {
    ...texts,
    ...lists,
    ...numbers,
    title: values.title,
    currency,
    fund: values.fund ?? null,
    pre_revenue_ok: values.pre_revenue_ok ?? null,
    ticket_min: money(values.ticket_min),
    ticket_max: money(values.ticket_max),
    revenue_min: money(values.revenue_min),
  } as Omit<Body, 'firm'>;
}
