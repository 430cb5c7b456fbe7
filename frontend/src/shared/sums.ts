import type { MoneyValue } from '@/shared/money';

/** A sum to the last fen, as books have it: 1,234.50 with the currency before it. Its text is never turned into a float. */
export function exact({ amount, currency }: MoneyValue): string {
  const [whole = '0', rest = ''] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${currency}\u202f${grouped}${rest ? `.${rest}` : ''}`;
}
