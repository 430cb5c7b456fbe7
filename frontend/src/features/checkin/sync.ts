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

type Call = Pick<KeptDoor, 'event' | 'secret'>;

const to = ({ event, secret }: Call) => ({
  path: { event_id: event },
  ...(secret ? { headers: { 'X-Door-Device': secret } } : {}),
  throwOnError: true as const,
});

/** Asks the server about one scan. Throws what the request threw, an abort when nobody answered in time. */
export async function ask(call: Call, list: string, scan: ScanInputRequest): Promise<CheckInVerdict> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const body = { list, scans: [scan] };
    const { data } = await doorScansCreate({ ...to(call), body, signal: patience.signal });
    const [verdict] = data.results;
    if (!verdict) throw new Error('the server judged nothing');
    return verdict;
  } finally {
    clearTimeout(timer);
  }
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
      const { data } = await doorScansCreate({ ...to(call), body: { list, scans } });
      await keepConflicts(store, call.event, batch, data.results);
    } else {
      await doorScansUndo({ ...to(call), body: { list, nonces: batch.map(({ nonce }) => nonce) } });
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
  const found: Conflict[] = verdicts.flatMap(({ nonce, guest, since, is_conflict }) => {
    const told = batch.find((one) => one.nonce === nonce);
    if (!is_conflict || !told?.scan) return [];
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
  const { data: door } = await doorRetrieve(to(kept));
  const since = whole ? null : kept.asOf;
  let asOf: string | undefined;
  let after: string | null = null;
  do {
    const query = { ...(since ? { since } : {}), ...(after ? { after } : {}) };
    const page = (await doorRoster({ ...to(kept), query })).data as Awaited<
      ReturnType<typeof doorRoster<true>>
    >['data'];
    asOf ??= page.as_of;
    await takeGuests(store, kept.event, page.guests);
    after = page.after;
  } while (after);
  const chosen = door.lists.find(({ id }) => id === kept.list) ?? door.lists[0];
  const list = chosen?.id ?? null;
  await changeDoor(store, kept.event, { door, list, asOf, syncedAt: new Date().toISOString() });
}
