import type { CreateFundData, ListFundsResponse } from '@/api';

export type Fund = ListFundsResponse[number];
type Body = CreateFundData['body'];
export const CURRENCIES = ['CNY', 'USD', 'HKD', 'EUR', 'JPY', 'SGD', 'GBP', 'INR'] as const;

type Amounts = 'committed' | 'paid_in';

/** What the form holds: amounts are units of `currency` as text, so that no digit is lost. */
export type FundValues = Omit<Body, Amounts> & Partial<Record<Amounts, string | null>>;

const amountOf = (money: { amount: string } | null): string | null =>
  money?.amount.replace(/\.0+$/, '') ?? null;

/** A stored fund as the form shows it. */
export function valuesOf(fund: Fund): FundValues {
  const { name, name_en, fund_type, amac_filing_no, currency, vintage_year, end_year, description } = fund;
  const amounts = { committed: amountOf(fund.committed), paid_in: amountOf(fund.paid_in) };
  return {
    name,
    name_en,
    fund_type,
    amac_filing_no,
    currency,
    vintage_year,
    end_year,
    description,
    ...amounts,
  };
}

/** What is sent: every field, so that clearing one clears it on the server too. */
export function bodyOf(values: FundValues): Body {
  const currency = values.currency ?? 'CNY';
  const money = (amount: string | null | undefined) => (amount ? { amount: String(amount), currency } : null);
  return {
    name: values.name,
    fund_type: values.fund_type,
    name_en: values.name_en ?? '',
    amac_filing_no: values.amac_filing_no ?? '',
    description: values.description ?? '',
    vintage_year: values.vintage_year ?? null,
    end_year: values.end_year ?? null,
    currency,
    committed: money(values.committed),
    paid_in: money(values.paid_in),
  };
}
