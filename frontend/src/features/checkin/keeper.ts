import { createStore } from 'zustand/vanilla';
import type { CheckInList, CheckInVerdict, ScanInputRequest } from '@/api';
import { isRetryable, toApiError } from '@/shared/apiError';
import { newNonce } from '@/shared/nonce';
import { isSigned, readCode } from './codes';
import { type DoorState, EMPTY, type Refusal } from './doorState';
import { type Judgement, judge, marked, type Passage } from './judge';
import { flawOf, type Reading, type Shown, shownOf } from './reading';
import {
  admit,
  changeDoor,
  type DoorStore,
  freshDoor,
  type KeptDoor,
  type StoredGuest,
  takeBack,
  wipe,
} from './store';
import { ask, badgeOf, flush, refresh } from './sync';

const REMEMBERED = 20;

/** Keeps the door of one event: asks the server while it answers, decides alone while it does not, and tells it later. */
export class Doorkeeper {
  readonly state = createStore<DoorState>(() => EMPTY);
  private turn: Promise<unknown> = Promise.resolve();
  private syncing: Promise<void> | null = null;
  private isWhole = true;

  constructor(
    private readonly store: DoorStore,
    private readonly event: string,
  ) {}

  /** Opens what this phone keeps, with the secret of a new link where there is one, and asks for the rest. */
  async start(secret: string | null): Promise<void> {
    const before = await this.store.get('doors', this.event);
    if (!before || (secret && secret !== before.secret)) {
      await this.store.put('doors', { ...(before ?? freshDoor(this.event, secret)), secret });
    }
    const isOver = Boolean(before?.door && Date.parse(before.door.closes_at) <= Date.now());
    if (isOver) await wipe(this.store, this.event, { untold: false });
    await this.reload();
    if (isOver && this.state.getState().waiting === 0) this.state.setState({ refusal: 'over' });
    else await this.sync();
  }

  /** Tells the server what waits and reads what is new. Never throws: whether it answered stands in the state. */
  sync(): Promise<void> {
    this.syncing ??= this.synced()
      .catch(() => this.state.setState({ isBroken: true }))
      .finally(() => {
        this.syncing = null;
      });
    return this.syncing;
  }

  private async synced(): Promise<void> {
    const kept = await this.store.get('doors', this.event);
    if (!kept) return;
    try {
      await flush(this.store, kept);
      await refresh(this.store, (await this.store.get('doors', this.event)) ?? kept, { whole: this.isWhole });
      if (!(await this.store.get('doors', this.event))) return;
      this.isWhole = false;
      this.state.setState({ link: 'online', refusal: null, isBroken: false });
    } catch (error) {
      // A full storage is no lost net: the server has answered, and is asked on.
      if (error instanceof DOMException && error.name !== 'AbortError') throw error;
      await this.failed(error);
    }
    await this.reload();
  }

  /** One reading after the other, each with its own nonce. Never throws: what cannot be kept has no answer, and the state says so. */
  read(reading: Reading, passage: Passage): Promise<Shown | null> {
    const next = this.turn
      .then(() => this.judged(reading, passage))
      .catch(() => {
        this.state.setState({ isBroken: true, last: null });
        return null;
      });
    this.turn = next;
    return next;
  }

  private async judged(reading: Reading, passage: Passage): Promise<Shown | null> {
    const { kept, link } = this.state.getState();
    const list = kept?.door?.lists.find(({ id }) => id === kept.list);
    if (!kept || !list) return null;
    const at = new Date();
    const scan: ScanInputRequest = {
      ...{ nonce: newNonce(), kind: passage, source: 'online', scanned_at: at.toISOString() },
      ...('guest' in reading ? { registration: reading.guest.id } : reading),
    };
    const asks = link === 'online' && !flawOf(reading);
    const verdict = asks ? await this.asked(kept, list, scan) : null;
    const shown = verdict
      ? await this.told(list, scan, verdict)
      : await this.decided(list, scan, reading, { wasAsked: asks });
    this.state.setState(({ recent }) => ({ last: shown, recent: [shown, ...recent].slice(0, REMEMBERED) }));
    return shown;
  }

  /** Null when nobody answered; from then on this phone decides alone, until a sync gets through. */
  private async asked(
    kept: KeptDoor,
    list: CheckInList,
    scan: ScanInputRequest,
  ): Promise<CheckInVerdict | null> {
    try {
      return await ask(kept, list.id, scan);
    } catch (error) {
      await this.failed(error);
      return null;
    }
  }

  private async failed(error: unknown): Promise<void> {
    if (isRetryable(error)) return this.state.setState({ link: 'offline' });
    const { status } = toApiError(error);
    const hasLink = Boolean(this.state.getState().kept?.secret);
    // The link is no longer good, or who is signed in may not know these guests any more.
    const isOver = (status === 401 && hasLink) || status === 403 || status === 404;
    if (isOver) await wipe(this.store, this.event, { untold: false });
    this.isWhole ||= isOver;
    const refusal: Refusal = status === 401 ? (hasLink ? 'revoked' : 'signed_out') : 'refused';
    this.state.setState({ link: 'offline', refusal });
    await this.reload();
  }

  private async told(list: CheckInList, scan: ScanInputRequest, verdict: CheckInVerdict): Promise<Shown> {
    const { result, reason, since } = verdict;
    // What the server says now is newer than what is kept.
    const guest = verdict.guest
      ? { ...(await this.guestOf(verdict.guest)), answers: verdict.guest.answers }
      : null;
    if (guest && result === 'admitted') {
      const mark = { list: list.id, kind: scan.kind, at: scan.scanned_at };
      // The server has let them in, and knows: that this phone cannot note it is no reason to hide the answer.
      await this.store
        .put('guests', marked(guest, mark))
        .catch(() => this.state.setState({ isBroken: true }));
      this.remember(marked(guest, mark));
    }
    // A kiosk keeps no names; who is let in is greeted by theirs all the same.
    const greeted =
      guest && result === 'admitted' ? { ...guest, name: guest.name || (verdict.guest?.name ?? '') } : guest;
    return shownOf(list, scan, { result, reason, since }, greeted, { isAlone: false });
  }

  private async decided(
    list: CheckInList,
    scan: ScanInputRequest,
    reading: Reading,
    { wasAsked }: { wasAsked: boolean },
  ): Promise<Shown> {
    const door = this.state.getState().kept?.door;
    const found = await this.find(reading);
    const guest = typeof found === 'string' ? null : found;
    const verdict: Judgement =
      guest && door
        ? judge(list, door, guest, scan.kind, new Date(scan.scanned_at))
        : { result: 'not_valid', reason: typeof found === 'string' ? found : 'unknown', since: null };
    const waiting = { event: this.event, list: list.id, nonce: scan.nonce, code: guest?.code ?? '' };
    if (guest && verdict.result === 'admitted') {
      const alone: ScanInputRequest = { ...scan, source: 'offline' };
      await admit(this.store, guest, { ...waiting, scan: alone });
      this.remember(marked(guest, { list: list.id, kind: scan.kind, at: scan.scanned_at }), 1);
    } else if (wasAsked) {
      // The server may have let in whom this phone turns away: its answer was lost.
      await takeBack(this.store, null, { ...waiting, scan: null });
      this.state.setState(({ waiting: count }) => ({ waiting: count + 1 }));
    }
    return shownOf(list, scan, verdict, guest, { isAlone: true });
  }

  /** The ticket a reading is of, or why it is none. One that registered since the last sync is known by its signature. */
  private async find(reading: Reading): Promise<StoredGuest | 'forged' | 'other_event' | 'unknown'> {
    const { kept } = this.state.getState();
    if ('guest' in reading) return this.guestOf(reading.guest);
    if ('code' in reading) return (await this.store.get('guests', [this.event, reading.code])) ?? 'unknown';
    const code = readCode(reading.ticket);
    if (!code || !kept?.door) return 'forged';
    if (code.event !== kept.door.code) return 'other_event';
    if (!(await isSigned(code, kept.door.keys))) return 'forged';
    const kind = kept.door.kinds.find(({ mark }) => mark === code.kind)?.id ?? '';
    return this.guestOf({ code: code.ticket, kind });
  }

  /** As it is stored: what the page holds in its hand may be a moment older. */
  private async guestOf(known: Partial<StoredGuest> & { code: string; kind: string }): Promise<StoredGuest> {
    const blank = { id: '', name: '', organization: '', state: 'confirmed' as const, marks: [], answers: [] };
    const stored = await this.store.get('guests', [this.event, known.code]).catch(() => undefined);
    return stored ?? { ...blank, ...known, event: this.event };
  }

  /** Undoes a slip here and now, and on the server as soon as it answers. */
  async undo(shown: Shown): Promise<void> {
    if (shown.result !== 'admitted' || shown.isUndone || !shown.guest) return;
    const { nonce, list, guest } = shown;
    await takeBack(this.store, guest, { event: this.event, list, nonce, scan: null, code: guest.code });
    this.remember(guest, 1);
    const undone = (one: Shown) => (one.nonce === nonce ? { ...one, isUndone: true } : one);
    this.state.setState(({ recent }) => ({ last: null, recent: recent.map(undone) }));
    void this.sync();
  }

  /** Throws what the request threw. */
  badge({ guest }: Shown): Promise<Blob> {
    const { kept } = this.state.getState();
    if (!kept || !guest) throw new Error('nobody was let in');
    return badgeOf(kept, guest.id);
  }

  /** Of a link that is no longer good: whoever is signed in here goes on as themselves. What waits is kept. */
  async forgetLink(): Promise<void> {
    await changeDoor(this.store, this.event, { secret: null });
    await this.reload();
    await this.sync();
  }

  async choose(list: string): Promise<void> {
    await changeDoor(this.store, this.event, { list });
    await this.reload();
  }

  dismiss(): void {
    this.state.setState({ last: null });
  }

  async wipe(): Promise<void> {
    await wipe(this.store, this.event, { untold: true });
    this.state.setState({ ...EMPTY, refusal: 'over' });
  }

  private remember(guest: StoredGuest, added = 0): void {
    this.state.setState(({ guests, waiting }) => ({
      guests: new Map(guests).set(guest.code, guest),
      waiting: waiting + added,
    }));
  }

  private async reload(): Promise<void> {
    const kept = (await this.store.get('doors', this.event)) ?? null;
    const guests = await this.store.getAllFromIndex('guests', 'event', this.event);
    const waiting = await this.store.countFromIndex('waiting', 'event', this.event);
    this.state.setState({ kept, waiting, guests: new Map(guests.map((guest) => [guest.code, guest])) });
  }
}
