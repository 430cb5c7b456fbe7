import {
  type CheckInVerdict,
  doorBadge,
  doorRetrieve,
  doorRoster,
  doorScansCreate,
  doorScansUndo,
  type ScanInputRequest,
} from '@/api';
import {
  type Conflict,
  changeDoor,
  type DoorStore,
  forgetWaiting,
  type KeptDoor,
  takeGuests,
  type Waiting,
} from './store';

const AT_ONCE = 100;
/** Somebody stands at the door: after so long the phone decides alone. */
const PATIENCE = 3000;
/** Nobody waits for this; but one call that hangs must not hold up all that come after it. */
const SYNC_PATIENCE = 20_000;

type Call = Pick<KeptDoor, 'event' | 'secret'>;

const to = ({ event, secret }: Call) => ({
  path: { event_id: event },
  ...(secret ? { headers: { 'X-Door-Device': secret } } : {}),
  throwOnError: true as const,
});

/** Does it, and gives it up when nobody answered in time. */
async function within<T>(ms: number, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ms);
  try {
    return await act(patience.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks the server about one scan. Throws what the request threw, an abort when nobody answered in time. */
export async function ask(call: Call, list: string, scan: ScanInputRequest): Promise<CheckInVerdict> {
  const body = { list, scans: [scan] };
  const { data } = await within(PATIENCE, (signal) => doorScansCreate({ ...to(call), body, signal }));
  const [verdict] = data.results;
  if (!verdict) throw new Error('the server judged nothing');
  return verdict;
}

/** The badge of somebody who was let in, as a PDF. */
export async function badgeOf(call: Call, registration: string): Promise<Blob> {
  const known = to(call);
  const { data } = await doorBadge({ ...known, path: { ...known.path, registration_id: registration } });
  return data as Blob;
}

/** The first of what waits that can go in one call: of one list, all scans or all slips. */
export function batchOf(waiting: readonly Waiting[]): Waiting[] {
  const [first] = waiting;
  const end = waiting.findIndex(
    ({ list, scan }) => list !== first?.list || (scan === null) !== (first?.scan === null),
  );
  return waiting.slice(0, end < 0 ? AT_ONCE : Math.min(end, AT_ONCE));
}

/** Tells the server everything that waits, in order. What it has answered is forgotten, and nothing else. */
export async function flush(store: DoorStore, call: Call): Promise<void> {
  for (;;) {
    const batch = batchOf(await store.getAllFromIndex('waiting', 'event', call.event));
    const list = batch[0]?.list;
    if (!list) return;
    const scans = batch.flatMap(({ scan }) => scan ?? []);
    if (scans.length > 0) {
      const { data } = await within(SYNC_PATIENCE, (signal) =>
        doorScansCreate({ ...to(call), body: { list, scans }, signal }),
      );
      await keepConflicts(store, call.event, batch, data.results);
    } else {
      const body = { list, nonces: batch.map(({ nonce }) => nonce) };
      await within(SYNC_PATIENCE, (signal) => doorScansUndo({ ...to(call), body, signal }));
    }
    await forgetWaiting(store, batch);
  }
}

async function keepConflicts(
  store: DoorStore,
  event: string,
  batch: readonly Waiting[],
  verdicts: readonly CheckInVerdict[],
): Promise<void> {
  // This phone has let all of them in: whoever the server turns away should not have passed, whether it first heard of them now
  // or its answer was lost.
  const found: Conflict[] = verdicts.flatMap(({ nonce, guest, since, result }) => {
    const told = batch.find((one) => one.nonce === nonce);
    if (result === 'admitted' || told?.scan?.kind !== 'entry') return [];
    return [{ nonce, name: guest?.name ?? '', code: told.code, since, at: told.scan.scanned_at }];
  });
  const kept = await store.get('doors', event);
  const before = (kept?.conflicts ?? []).filter((old) => !found.some(({ nonce }) => nonce === old.nonce));
  if (found.length > 0) await changeDoor(store, event, { conflicts: [...before, ...found] });
}

/** Reads the door and its tickets: all of them, or what changed since the last time. */
export async function refresh(
  store: DoorStore,
  kept: KeptDoor,
  { whole }: { whole: boolean },
): Promise<void> {
  const { data: door } = await within(SYNC_PATIENCE, (signal) => doorRetrieve({ ...to(kept), signal }));
  const since = whole ? null : kept.asOf;
  let asOf: string | undefined;
  let after: string | null = null;
  do {
    const query = { ...(since ? { since } : {}), ...(after ? { after } : {}) };
    const answer = await within(SYNC_PATIENCE, (signal) => doorRoster({ ...to(kept), query, signal }));
    const page = answer.data as Awaited<ReturnType<typeof doorRoster<true>>>['data'];
    asOf ??= page.as_of;
    await takeGuests(store, kept.event, page.guests);
    after = page.after;
  } while (after);
  // The list that is chosen by now: somebody may have chosen another one meanwhile.
  await changeDoor(store, kept.event, (now) => {
    const chosen = door.lists.find(({ id }) => id === now.list) ?? door.lists[0];
    return { door, list: chosen?.id ?? null, asOf: asOf ?? null, syncedAt: new Date().toISOString() };
  });
}
