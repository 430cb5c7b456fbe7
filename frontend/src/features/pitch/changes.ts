import type { Pitch, PitchesUpdateData } from '@/api';
import type { MoneyValue } from '@/shared/money';

/** What a PATCH may carry, without the version it is for. */
export type Changes = Omit<PitchesUpdateData['body'] & object, 'version'>;

type Loose = Record<string, unknown>;
const isBlock = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('currency' in value);

/** Later changes over earlier ones; blocks field by field, amounts and lists as a whole. */
export function mergeChanges(earlier: Changes, later: Changes): Changes {
  const merged: Loose = { ...earlier };
  for (const [name, value] of Object.entries(later)) {
    const before = merged[name];
    merged[name] = isBlock(value) && isBlock(before) ? { ...before, ...value } : value;
  }
  return merged as Changes;
}

/** Fields whose nothing is null on the wire; of all others it is the empty text. */
const NULLABLE = new Set([
  'close_by_date',
  'lead_wanted',
  'amount_min',
  'amount_target',
  'amount_max',
  'headcount',
  'rd_share_pct',
  'gross_margin_pct',
  'cash',
  'monthly_burn',
  'runway_months',
  'customers',
  'letters_of_intent',
  'patents_granted',
  'patents_pending',
  'software_copyrights',
  'standards',
  'pre_money',
  'min_ticket',
  'committed',
  'lead_committed',
]);

/** What changed in a form, as the server takes it: emptied fields say so, the one primary sector is a word. */
export function toChanges(changed: Loose): Changes {
  const entries = Object.entries(changed).map(([name, value]): [string, unknown] => {
    if (name === 'primary') return ['sector_primary', (value as string[])[0] ?? ''];
    if (isBlock(value)) return [name, toChanges(value)];
    const nothing = value === undefined || value === null || value === '';
    if (nothing) return [name, NULLABLE.has(name) ? null : ''];
    return [name, name === 'gross_margin_pct' ? String(value) : value];
  });
  return Object.fromEntries(entries) as Changes;
}

/** The currency all amounts of a pitch share; a fresh one asks in yuan. */
export function currencyOf(pitch: Pitch): string {
  const { amount_target, amount_min, amount_max, blocks } = pitch;
  const { terms, traction } = blocks;
  const amounts = [
    amount_target,
    amount_min,
    amount_max,
    terms.data?.pre_money,
    terms.data?.min_ticket,
    traction.data?.cash,
  ];
  return amounts.find((amount) => amount)?.currency ?? 'CNY';
}

const WAN = 10_000;

export function toWan(value: MoneyValue | null | undefined): number | null {
  return value ? Number(value.amount) / WAN : null;
}

export function fromWan(figure: number | null, currency: string): MoneyValue | null {
  return figure === null ? null : { amount: (Math.round(figure * WAN * 100) / 100).toFixed(2), currency };
}

/** The step of the wizard in which a missing field is asked for; null for what stands on the company's own page. */
export function stepOf(field: string): Step | null {
  if (field.startsWith('organization.')) return null;
  if (field.startsWith('team')) return 'team';
  if (field.startsWith('traction') || field.startsWith('ip')) return 'data';
  if (field === 'deck') return 'material';
  const round = [
    'amount',
    'amount_min',
    'amount_max',
    'stage',
    'instrument',
    'lead_wanted',
    'close_by_date',
    'needs',
  ];
  return field.startsWith('terms') || round.includes(field) ? 'round' : 'basic';
}

/** From easy to hard. */
export const STEPS = ['basic', 'team', 'data', 'round', 'material'] as const;
export type Step = (typeof STEPS)[number];
