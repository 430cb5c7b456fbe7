import type { Shown } from './reading';
import type { KeptDoor, StoredGuest } from './store';

export type Refusal = 'revoked' | 'signed_out' | 'refused' | 'over';

export interface DoorState {
  kept: KeptDoor | null;
  guests: ReadonlyMap<string, StoredGuest>;
  waiting: number;
  link: 'connecting' | 'online' | 'offline';
  refusal: Refusal | null;
  /** What is read can be kept no more: the storage is full, or was closed under the page. */
  isBroken: boolean;
  last: Shown | null;
  recent: readonly Shown[];
}

/** Before anything is known. */
export const EMPTY: DoorState = {
  ...{ kept: null, guests: new Map(), waiting: 0, link: 'connecting', refusal: null },
  ...{ isBroken: false, last: null, recent: [] },
};
