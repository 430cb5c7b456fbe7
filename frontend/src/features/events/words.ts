import type { EventDetailOutput, EventRowOutput, Ticket as TicketOutput } from '@/api';

export type EventRow = EventRowOutput;
export type EventDetail = EventDetailOutput;
export type Ticket = TicketOutput;

export { titleOf } from '@/shared/names';

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

const A_DAY = 24 * 3_600_000;

/** Whether the room of an event is a place to go to: while it runs, and shortly before. */
export function roomOf(event: Pick<EventRow, 'state' | 'starts_at' | 'ends_at'>, now: Date = new Date()) {
  if (event.state === 'live') return 'live';
  const isNear = new Date(event.starts_at).getTime() - now.getTime() < A_DAY && new Date(event.ends_at) > now;
  return event.state === 'published' && isNear ? 'soon' : null;
}
