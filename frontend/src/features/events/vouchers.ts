import type { VoucherInputRequest } from '@/api';

/** The form: what does not apply may still be filled in. */
export interface VoucherValues {
  code?: string;
  count?: number;
  max_uses?: number;
  ticket_type?: string;
  discount: 'none' | 'percent' | 'price';
  percent?: number;
  amount?: string;
  currency: 'CNY' | 'HKD';
  valid_until?: string;
  note?: string;
  reserves?: boolean;
  bypasses?: boolean;
  skips_approval?: boolean;
}

/** Only what applies is sent: one of the discounts, places held only of a kind, and never held and let in at once. */
export function voucherBody(values: VoucherValues, valid_until: string | null): VoucherInputRequest {
  const { discount, percent, amount, currency, ticket_type } = values;
  const reserves = Boolean(ticket_type && values.reserves);
  return {
    code: values.code?.trim() ?? '',
    count: values.count ?? 1,
    max_uses: values.max_uses ?? 1,
    note: values.note?.trim() ?? '',
    ticket_type: ticket_type ?? null,
    percent: discount === 'percent' ? (percent ?? null) : null,
    price: discount === 'price' && amount !== undefined ? { amount, currency } : null,
    reserves,
    bypasses: !reserves && Boolean(values.bypasses),
    skips_approval: Boolean(values.skips_approval),
    valid_until,
  };
}
