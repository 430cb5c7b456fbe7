import type { FeedEvent } from './place';

/**
 * The reducer of every room: what an event tells is always the part of the state it changes. Types this page does not know
 * yet merge like any other.
 */
export function merge<S extends object>(state: S, event: Pick<FeedEvent, 'payload'>): S {
  return { ...state, ...event.payload };
}
