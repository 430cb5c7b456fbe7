import type { EventMessage, HeadMessage, RefusedMessage, ResumedMessage, SnapshotMessage } from '@/api';

/** A place in a feed, and what a message does to it. Pure: the socket and the screen are elsewhere. */

export interface Place<S> {
  epoch: string;
  seq: number;
  /** Null until the first snapshot. */
  state: S | null;
  /** Asked for what is missing, not answered yet. */
  asking: boolean;
}

export type FeedEvent = Pick<EventMessage, 'seq' | 'type' | 'payload' | 'at'>;

export type FeedMessage<S> =
  | (Omit<SnapshotMessage, 'state'> & { state: S })
  | EventMessage
  | ResumedMessage
  | HeadMessage
  | RefusedMessage;

export type Reduce<S> = (state: S, event: FeedEvent) => S;

export const START: Place<never> = { epoch: '', seq: 0, state: null, asking: true };

/** The place after a message, and whether what is missing must be asked for. An old event is dropped, a gap asks. */
export function take<S>(place: Place<S>, message: FeedMessage<S>, reduce: Reduce<S>): [Place<S>, boolean] {
  switch (message.kind) {
    case 'snapshot':
      return [{ epoch: message.epoch, seq: message.seq, state: message.state, asking: false }, false];
    case 'resumed':
      // Without recovery the snapshot follows.
      return [message.recovered ? { ...place, asking: false } : place, false];
    case 'head':
      // A head may be older than the last event: it was read before that came.
      return missing(place, message.epoch !== place.epoch || message.seq > place.seq);
    case 'event':
      return takeEvent(place, message, reduce);
    case 'refused':
      return [{ ...place, asking: false }, false];
  }
}

function takeEvent<S>(
  place: Place<S>,
  event: FeedEvent & { epoch: string },
  reduce: Reduce<S>,
): [Place<S>, boolean] {
  const same = event.epoch === place.epoch;
  if (same && event.seq <= place.seq) return [place, false];
  if (same && event.seq === place.seq + 1 && place.state !== null)
    return [{ ...place, seq: event.seq, state: reduce(place.state, event) }, false];
  return missing(place, true);
}

/** Asked for once, until it is answered. */
function missing<S>(place: Place<S>, behind: boolean): [Place<S>, boolean] {
  return behind && !place.asking ? [{ ...place, asking: true }, true] : [place, false];
}
