import { createStore, type StoreApi } from 'zustand/vanilla';
import { toApiError } from '@/shared/apiError';

/** What a judge says of one pitch. */
export interface Content {
  points: Record<string, number>;
  is_abstained: boolean;
  comment: string;
}

export interface Refusal {
  code: string;
  detail: string;
}

/** What the server has not acknowledged: written from the sheet of this edition. */
export interface Kept {
  content: Content;
  edition: number;
  refusal?: Refusal;
  /** What was sent and had no answer: it may have arrived. */
  sent?: Content;
}

export interface KeeperState {
  /** By pitch. */
  kept: Record<string, Kept>;
  isOffline: boolean;
  /** Whether the browser keeps anything when the page is closed. */
  isKept: boolean;
}

/** Hands one sheet in; raises an ApiError. Resolves with the edition it has now. */
export type Send = (pitch: string, content: Content, edition: number) => Promise<number>;
type Drawer = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export const STALE = 'judging.stale_sheet';

const plain = ({ points, is_abstained, comment }: Content) =>
  JSON.stringify([
    Object.entries(points).sort(([one], [two]) => one.localeCompare(two)),
    is_abstained,
    comment.trim(),
  ]);
const alike = (one: Content, other: Content) => plain(one) === plain(other);

/** Keeps every tap on the phone until the server has acknowledged it, and tells it one after the other. */
export class Scorekeeper {
  readonly state: StoreApi<KeeperState>;
  private readonly send: Send;
  private readonly drawer: Drawer;
  private readonly place: string;
  private readonly aside = new Map<string, Content['points']>();
  private telling: Promise<void> | null = null;
  private waits: ReturnType<typeof setTimeout> | undefined;

  constructor(place: string, send: Send, drawer: Drawer) {
    this.place = place;
    this.send = send;
    this.drawer = drawer;
    this.state = createStore(() => ({ kept: this.read(), isOffline: false, isKept: true }));
  }

  /** Written down at once, told a moment later: taps that follow each other go out together. */
  put(pitch: string, content: Content, edition: number, afterMs = 500): void {
    const before = this.state.getState().kept[pitch];
    this.keep(pitch, {
      content,
      edition: before?.edition ?? edition,
      ...(before?.sent && { sent: before.sent }),
    });
    clearTimeout(this.waits);
    this.waits = setTimeout(() => void this.tell(), afterMs);
  }

  /** Of two phones this one is right: it has seen what the other saved. */
  overwrite(pitch: string, edition: number): void {
    const before = this.state.getState().kept[pitch];
    if (!before) return;
    this.keep(pitch, { content: before.content, edition });
    void this.tell();
  }

  /** Of a sheet that was refused as changed elsewhere: where what is saved came from here and only the answer was lost, go on. */
  settle(pitch: string, saved: Content, edition: number): void {
    const { refusal, sent } = this.state.getState().kept[pitch] ?? {};
    if (refusal?.code === STALE && sent && alike(sent, saved)) this.overwrite(pitch, edition);
  }

  discard(pitch: string): void {
    this.keep(pitch, null);
  }

  /** Tries what was refused once more, as when scores are taken again. What may have arrived is still known. */
  again(): void {
    for (const [pitch, { refusal: _, ...one }] of Object.entries(this.state.getState().kept))
      this.keep(pitch, one);
    void this.tell();
  }

  /** Points that abstaining took away, for whoever did not mean it. */
  putAside(pitch: string, points: Content['points']): void {
    this.aside.set(pitch, points);
  }

  takenBack(pitch: string): Content['points'] {
    return this.aside.get(pitch) ?? {};
  }

  close(): void {
    clearTimeout(this.waits);
  }

  /** Tells all that waits. Runs once at a time; whoever asks meanwhile waits for the same. */
  tell(): Promise<void> {
    this.telling ??= this.tellAll().finally(() => {
      this.telling = null;
    });
    return this.telling;
  }

  private async tellAll(): Promise<void> {
    // Of each pitch once: one that fails holds up no other, and is tried again with the next round.
    const tried = new Set<string>();
    for (;;) {
      const waiting = Object.entries(this.state.getState().kept).filter(([, { refusal }]) => !refusal);
      const next = waiting.find(([pitch]) => !tried.has(pitch));
      if (!next) return;
      if (!(await this.tellOne(...next))) tried.add(next[0]);
    }
  }

  /** Whether there was an answer. */
  private async tellOne(pitch: string, { content, edition }: Kept): Promise<boolean> {
    try {
      const now = await this.send(pitch, content, edition);
      this.state.setState({ isOffline: false });
      const after = this.state.getState().kept[pitch];
      // What was tapped meanwhile is written on top of what was just saved.
      if (after)
        this.keep(pitch, alike(after.content, content) ? null : { content: after.content, edition: now });
      return true;
    } catch (error) {
      const { status, code, detail } = toApiError(error);
      if (status === 0 || status === 429 || status >= 500) {
        this.state.setState({ isOffline: true });
        const later = this.state.getState().kept[pitch];
        if (later && !later.sent) this.keep(pitch, { ...later, sent: content });
        return false;
      }
      const after = this.state.getState().kept[pitch];
      this.state.setState({ isOffline: false });
      if (after) this.keep(pitch, { ...after, refusal: { code, detail } });
      return true;
    }
  }

  private keep(pitch: string, one: Kept | null): void {
    const changed = (before: Record<string, Kept>) => {
      // In its place: what waits longest is told first.
      const { ...kept } = before;
      if (one) kept[pitch] = one;
      else delete kept[pitch];
      return kept;
    };
    this.state.setState({
      kept: changed(this.state.getState().kept),
      // Another tab may have written since: only this pitch is ours to change.
      isKept: this.write(changed(this.read())),
    });
  }

  private read(): Record<string, Kept> {
    try {
      return JSON.parse(this.drawer.getItem(this.place) ?? '{}') as Record<string, Kept>;
    } catch {
      return {};
    }
  }

  private write(kept: Record<string, Kept>): boolean {
    try {
      if (Object.keys(kept).length > 0) this.drawer.setItem(this.place, JSON.stringify(kept));
      else this.drawer.removeItem(this.place);
      return true;
    } catch {
      return false;
    }
  }
}
