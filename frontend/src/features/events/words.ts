import type {
  EventDetailOutput,
  EventRowOutput,
  OwnTicket as OwnTicketOutput,
  Ticket as TicketOutput,
} from '@/api';

export type EventRow = EventRowOutput;
export type EventDetail = EventDetailOutput;
export type Ticket = TicketOutput;
export type OwnTicket = OwnTicketOutput;

export { kindName, titleOf } from '@/shared/names';

type Standing = 'open' | 'full' | 'closed' | 'live' | 'ended' | 'cancelled' | 'draft' | 'under_review';

/** What an event is to somebody who might come. */
export function standingOf(event: EventRow, now: Date = new Date()): Standing {
  if (event.state !== 'published' && event.state !== 'live') return event.state;
  // One that is on may run over its time.
  if (event.state === 'live') return 'live';
  if (new Date(event.ends_at) <= now) return 'ended';
  if (event.registration_closes_at && new Date(event.registration_closes_at) <= now) return 'closed';
  return event.is_full ? 'full' : 'open';
}

type Kind = EventRow['ticket_types'][number];

export const isFree = ({ price }: Pick<Kind, 'price'>) => Number(price.amount) === 0;

/** The lowest and the highest price; null for what is free. */
export function priceSpan({ ticket_types }: Pick<EventRow, 'ticket_types'>) {
  const paid = ticket_types.filter((kind) => !isFree(kind)).map(({ price }) => price);
  const ordered = paid.sort((one, other) => Number(one.amount) - Number(other.amount));
  const low = paid.length < ticket_types.length ? null : ordered[0];
  return [low ?? null, ordered.at(-1) ?? null] as const;
}

/** What a ticket is still good for. Whoever gave it back knows so; it comes before what the host did. */
export function validityOf(ticket: Pick<OwnTicket, 'state' | 'event'>, now: Date = new Date()) {
  if (ticket.state === 'cancelled') return 'given_back';
  if (ticket.state === 'expired') return 'expired';
  if (ticket.state === 'rejected') return 'refused';
  if (ticket.state === 'transferred') return 'transferred';
  const standing = standingOf(ticket.event, now);
  if (standing === 'cancelled') return 'called_off';
  if (standing === 'ended') return 'over';
  if (ticket.state === 'awaiting_payment') return 'to_pay';
  if (ticket.state === 'pending_approval') return 'asked';
  return standing === 'live' ? 'live' : 'valid';
}

/** What the page of a ticket says beneath its title. */
export function subtitleOf({ state, event, payment }: Pick<Ticket, 'state' | 'event' | 'payment'>) {
  if (event.state === 'cancelled') return 'invalid';
  // Whoever registered somebody along pays for them.
  if (state === 'awaiting_payment') return payment ? 'to_pay' : 'to_pay_by_other';
  if (state === 'pending_approval') return 'asked';
  if (state === 'rejected') return 'refused';
  if (state === 'transferred') return 'transferred';
  return state === 'confirmed' ? 'valid' : 'invalid';
}

const A_DAY = 24 * 3_600_000;

/** Whether the room of an event is a place to go to: while it runs, and shortly before. */
export function roomOf(event: Pick<EventRow, 'state' | 'starts_at' | 'ends_at'>, now: Date = new Date()) {
  if (event.state === 'live') return 'live';
  const isNear = new Date(event.starts_at).getTime() - now.getTime() < A_DAY && new Date(event.ends_at) > now;
  return event.state === 'published' && isNear ? 'soon' : null;
}

/** Whether there may be minutes to read. */
export const leavesMinutes = ({ preset, state }: Pick<EventRow, 'preset' | 'state'>) =>
  preset === 'roundtable' && state === 'ended';
