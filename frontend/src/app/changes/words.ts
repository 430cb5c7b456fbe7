const AMOUNT = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/;
const AMOUNTS = new Set([
  'amount_min',
  'amount_target',
  'amount_max',
  'terms.pre_money',
  'terms.min_ticket',
  'terms.committed',
  'traction.cash',
  'traction.monthly_burn',
  'traction.revenue_years',
]);

/** The codes of a list as the server writes one into a change. */
export function partsOf(text: string): string[] {
  return text.split('、').filter(Boolean);
}

/** The amounts a change of this field speaks of; null when the field is none, or the text is not as expected. */
export function amountsIn(name: string, text: string): { amount: string; currency: string }[] | null {
  if (!AMOUNTS.has(name)) return null;
  const found = partsOf(text).map((part) => AMOUNT.exec(part));
  return found.every((match) => match !== null)
    ? found.map((match) => ({ amount: match[1] ?? '', currency: match[2] ?? '' }))
    : null;
}
