import type { MoneyValue } from '../money';

interface Placed {
  city: string;
  district: string;
  region: string;
}

/** 深圳 · 福田, or whatever is known. */
export function placeOf({ city, district, region }: Placed): string {
  return [...new Set([city || region, district].filter(Boolean))].join(' · ');
}

interface Asking {
  amount_min: MoneyValue | null;
  amount_target: MoneyValue | null;
  amount_max: MoneyValue | null;
}

interface Span {
  low: MoneyValue | null;
  high: MoneyValue | null;
}

/** What a pitch asks for: its target where one is named, otherwise the span. */
export function askOf({ amount_min, amount_target, amount_max }: Asking): Span {
  if (amount_target) return { low: amount_target, high: amount_target };
  return { low: amount_min, high: amount_max };
}
