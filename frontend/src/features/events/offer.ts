import { type EventDetail, isFree } from './words';

type OnSale = EventDetail['ticket_types'][number];

/** A kind as it can be had now; `was` is its price without the code. */
export type Offered = OnSale & { was?: OnSale['price'] };

/** What the form offers: the kinds, and the code they are had with. */
export interface Choice {
  kinds: Offered[];
  voucher: string;
}

interface Opened {
  code: string;
  skips_approval: boolean;
  ticket_types: (OnSale & { price_with_voucher: OnSale['price'] })[];
}

/** With a code what it is good for, otherwise what everybody may have. The host sees here what guests see. */
export function choiceOf(event: Pick<EventDetail, 'ticket_types'>, opened: Opened | undefined): Choice {
  if (!opened) {
    const kinds = event.ticket_types.filter(({ is_hidden, is_offered }) => !is_hidden && is_offered);
    return { kinds, voucher: '' };
  }
  const kinds = opened.ticket_types.map(({ price_with_voucher, ...kind }) => ({
    ...kind,
    needs_approval: kind.needs_approval && !opened.skips_approval,
    price: price_with_voucher,
    ...(price_with_voucher.amount === kind.price.amount ? {} : { was: kind.price }),
  }));
  return { kinds, voucher: opened.code };
}

/** Which kind is sent: the chosen one, or the only one there is. */
export function sentKind({ kinds }: Choice, chosen: string | undefined): string | null {
  return chosen ?? (kinds.length === 1 ? (kinds[0]?.id ?? null) : null);
}

/** The kind that is chosen, or the only one there is. */
export const kindOf = ({ kinds }: Choice, chosen: string | undefined): Offered | undefined =>
  kinds.length === 1 ? kinds[0] : kinds.find(({ id }) => id === chosen);

/** What pressing the button does: ask the host, go on to pay, or register. */
export function doingOf(kinds: readonly Offered[], chosen: string | undefined): 'do_ask' | 'do_pay' | 'do' {
  const kind = kinds.length === 1 ? kinds[0] : kinds.find(({ id }) => id === chosen);
  if (!kind) return 'do';
  if (kind.needs_approval) return 'do_ask';
  return isFree(kind) ? 'do' : 'do_pay';
}

/** What so many places of a kind cost together. */
export function totalOf({ price }: Pick<Offered, 'price'>, count: number): OnSale['price'] {
  // In minor units: a sum of fractions would drift.
  return { ...price, amount: ((Math.round(Number(price.amount) * 100) * count) / 100).toFixed(2) };
}

/** Why none of the kinds can be had now; null where one can. */
export function shutBecause({ kinds }: Pick<Choice, 'kinds'>) {
  if (kinds.some(({ sale }) => sale === 'open')) return null;
  const sales = kinds.map(({ sale }) => sale);
  if (kinds.length === 0) return 'only_with_code';
  if (sales.includes('not_yet')) return 'not_yet';
  return sales.includes('sold_out') ? 'full' : 'over';
}

/** What can be waited for: kinds everybody may have, of which none is left. */
export function fullKinds(event: Pick<EventDetail, 'ticket_types'>): Offered[] {
  return choiceOf(event, undefined).kinds.filter(({ sale }) => sale === 'sold_out');
}

/** What can be waited for: what is full, and what several may take at once though not as many are left. */
export function waitableKinds(event: Pick<EventDetail, 'ticket_types'>): Offered[] {
  const { kinds } = choiceOf(event, undefined);
  return kinds.filter(
    ({ sale, max_per_order: most }) => sale === 'sold_out' || (sale === 'open' && most > 1),
  );
}

/** When the first of those begins that are not on sale yet; null where one can be had, or none begins. */
export function opensAt({ kinds }: Pick<Choice, 'kinds'>): string | null {
  if (shutBecause({ kinds }) !== 'not_yet') return null;
  const times = kinds.filter(({ sale }) => sale === 'not_yet').map(({ sold_from }) => sold_from ?? '');
  return times.sort()[0] || null;
}
