import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Door, RosterGuest, RosterMark, ScanInputRequest } from '@/api';
import { marked } from './judge';

/** A door this phone keeps: what it is, by which link, and how far it knows the tickets. */
export interface KeptDoor {
  event: string;
  /** Of the link; null for somebody who is signed in. */
  secret: string | null;
  door: Door | null;
  /** The list that is read for. */
  list: string | null;
  /** From where the server is asked for changes, and when it last answered by this phone's clock. */
  asOf: string | null;
  syncedAt: string | null;
  /** Guests who, as the server found later, should not have been let in. */
  conflicts: Conflict[];
}

export interface Conflict {
  nonce: string;
  name: string;
  code: string;
  since: string | null;
  at: string;
}

export type StoredGuest = RosterGuest & { event: string };

/** What the server has not heard of yet, in the order it happened. */
export interface Waiting {
  seq?: number;
  event: string;
  list: string;
  nonce: string;
  /** A scan, or the taking back of the scan of this nonce. */
  scan: ScanInputRequest | null;
  code: string;
}

interface DoorSchema extends DBSchema {
  doors: { key: string; value: KeptDoor };
  guests: { key: [string, string]; value: StoredGuest; indexes: { event: string } };
  waiting: { key: number; value: Waiting; indexes: { event: string } };
}

export type DoorStore = IDBPDatabase<DoorSchema>;

/** `onLost` is called when the browser closes what it keeps under an open page. */
export function openStore(name = 'xmh-door', onLost: () => void = () => undefined): Promise<DoorStore> {
  return openDB<DoorSchema>(name, 1, {
    terminated: onLost,
    upgrade(db) {
      db.createObjectStore('doors', { keyPath: 'event' });
      db.createObjectStore('guests', { keyPath: ['event', 'code'] }).createIndex('event', 'event');
      db.createObjectStore('waiting', { keyPath: 'seq', autoIncrement: true }).createIndex('event', 'event');
    },
  });
}

export const freshDoor = (event: string, secret: string | null): KeptDoor => ({
  ...{ event, secret, door: null, list: null, asOf: null, syncedAt: null, conflicts: [] },
});

type Change = Partial<KeptDoor> | ((kept: KeptDoor) => Partial<KeptDoor>);

/** Changes what is kept of a door, by what is kept at that moment; without one there is nothing to change. */
export async function changeDoor(store: DoorStore, event: string, change: Change): Promise<void> {
  const tx = store.transaction('doors', 'readwrite');
  const kept = await tx.store.get(event);
  if (kept) await tx.store.put({ ...kept, ...(typeof change === 'function' ? change(kept) : change) });
  await tx.done;
}

const markOf = ({ list, scan }: Waiting): RosterMark | null =>
  scan ? { list, kind: scan.kind, at: scan.scanned_at } : null;

/** Takes over tickets as the server knows them. What it has not heard of yet stays done; a door that was forgotten stays so. */
export async function takeGuests(store: DoorStore, event: string, guests: RosterGuest[]): Promise<void> {
  const tx = store.transaction(['doors', 'guests', 'waiting'], 'readwrite');
  if (!(await tx.objectStore('doors').get(event))) return tx.done;
  const waiting = await tx.objectStore('waiting').index('event').getAll(event);
  const slips = new Set(waiting.filter(({ scan }) => !scan).map(({ nonce }) => nonce));
  const untold = waiting.filter(({ nonce }) => !slips.has(nonce));
  for (const guest of guests) {
    const marks = untold.filter(({ code }) => code === guest.code).flatMap((one) => markOf(one) ?? []);
    await tx.objectStore('guests').put({ ...marks.reduce(marked, guest), event });
  }
  await tx.done;
}

/** Lets a ticket pass without the net: its mark and the word to the server are written together or not at all. */
export async function admit(store: DoorStore, guest: StoredGuest, waiting: Waiting): Promise<void> {
  const tx = store.transaction(['guests', 'waiting'], 'readwrite', { durability: 'strict' });
  const mark = markOf(waiting);
  await tx.objectStore('guests').put(mark ? marked(guest, mark) : guest);
  await tx.objectStore('waiting').add(waiting);
  await tx.done;
}

/** Puts a ticket back to what it was before a slip. */
export async function takeBack(store: DoorStore, guest: StoredGuest | null, slip: Waiting): Promise<void> {
  const tx = store.transaction(['guests', 'waiting'], 'readwrite', { durability: 'strict' });
  if (guest) await tx.objectStore('guests').put(guest);
  await tx.objectStore('waiting').add({ ...slip, scan: null });
  await tx.done;
}

export async function forgetWaiting(store: DoorStore, told: readonly Waiting[]): Promise<void> {
  const tx = store.transaction('waiting', 'readwrite');
  for (const { seq } of told) if (seq !== undefined) await tx.store.delete(seq);
  await tx.done;
}

/** Everything about an event; names first of all. What was not told to the server goes only when asked for. */
export async function wipe(store: DoorStore, event: string, { untold }: { untold: boolean }): Promise<void> {
  const tx = store.transaction(['doors', 'guests', 'waiting'], 'readwrite');
  for (const key of await tx.objectStore('guests').index('event').getAllKeys(event)) {
    await tx.objectStore('guests').delete(key);
  }
  if (untold) {
    for (const key of await tx.objectStore('waiting').index('event').getAllKeys(event)) {
      await tx.objectStore('waiting').delete(key);
    }
    await tx.objectStore('doors').delete(event);
  }
  await tx.done;
}

/** Forgets the guests of every event that is over, whichever page of the door is opened. */
export async function sweep(store: DoorStore, now: Date): Promise<void> {
  for (const { event, door } of await store.getAll('doors')) {
    if (door && new Date(door.closes_at) <= now) await wipe(store, event, { untold: false });
  }
}
