import { WebSocket } from 'partysocket';
import { type AckMessage, createLiveTicket, type ErrorMessage, type PulseMessage, resumeFeed } from '@/api';
import { newNonce } from '@/shared/nonce';
import { pauseBefore } from './jitter';
import { type FeedMessage, type Place, type Reduce, START, take } from './place';
import { ServerClock } from './serverClock';

export type Connection = 'connecting' | 'live' | 'polling';

interface Options {
  onConnection: (connection: Connection) => void;
  /** Server clock minus ours, in milliseconds. */
  onOffset: (offset: number) => void;
  /** About how many follow the room; null where that is not known. */
  onPresent?: (present: number | null) => void;
  /** Of a guest who came in by a ticket; blank for everybody else. */
  pass?: string;
}

export interface Follower<S> {
  reduce: Reduce<S>;
  onPlace: (place: Place<S>) => void;
  onRefused: () => void;
}

export type Counts = PulseMessage['counts'];

interface Followed extends Follower<unknown> {
  place: Place<unknown>;
}

type Answer = AckMessage | ErrorMessage;

interface Waiting {
  text: string;
  late: ReturnType<typeof setTimeout>;
  settle: (answer: Answer) => void;
}

/** A refused command: a stable code and a sentence in the reader's language. */
export class CommandRefused extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** The server's sentence, or ours where no answer came. */
export const sentenceOf = (error: unknown, otherwise: string): string =>
  (error instanceof CommandRefused && error.message) || otherwise;

const SILENT_MS = 12_000;
const POLL_MS = 5_000;
/** Long enough for a dead connection to be noticed and the command to go out again with the next one. */
const ANSWER_MS = 20_000;

/** Follows feeds of one room by socket, and by REST while no socket opens. Nothing is lost between the two. */
export class RoomSocket {
  private readonly feeds = new Map<string, Followed>();
  private readonly feelers = new Map<string, (counts: Counts) => void>();
  private readonly socket: WebSocket;
  private readonly waiting = new Map<string, Waiting>();
  private readonly options: Options;
  private readonly clock = new ServerClock();
  private lastHeard = Date.now();
  private isClosed = false;
  private readonly timers: ReturnType<typeof setInterval>[];

  constructor(options: Options) {
    this.options = options;
    this.socket = new WebSocket(() => this.address(), [], {
      // It would let everybody wait the same; `address` lets each wait their own time.
      minReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      connectionTimeout: 6_000,
    });
    this.socket.addEventListener('open', () => this.greet());
    this.socket.addEventListener('message', ({ data }) => this.hear(String(data)));
    this.socket.addEventListener('close', () => {
      options.onConnection('connecting');
      options.onPresent?.(null);
    });
    this.timers = [
      setInterval(() => this.noticeSilence(), 2_000),
      setInterval(() => void this.pollAll(), POLL_MS),
    ];
  }

  /** Hear of a feed, from its state on, until the returned function is called. */
  follow<S>(feed: string, follower: Follower<S>): () => void {
    this.feeds.set(feed, { ...(follower as Follower<unknown>), place: START });
    if (this.socket.readyState === WebSocket.OPEN) this.ask([feed]);
    return () => void this.feeds.delete(feed);
  }

  /** Be told of what a room shows with one tap, as it happens; until the returned function is called. */
  feel(feed: string, feeler: (counts: Counts) => void): () => void {
    this.feelers.set(feed, feeler);
    return () => void this.feelers.delete(feed);
  }

  /** What was said and not answered stays so: whoever left is told of nothing. */
  close(): void {
    this.isClosed = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const { late } of this.waiting.values()) clearTimeout(late);
    this.waiting.clear();
    this.socket.close();
  }

  /**
   * Resolves when it is done. Raises CommandRefused. Sent again after a lost connection while it has no answer, so it must be
   * repeatable.
   */
  command(type: string, payload: Record<string, unknown>): Promise<void> {
    const id = newNonce();
    const text = JSON.stringify({ kind: 'command', id, type, payload });
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(id);
        reject(new CommandRefused('live.no_answer', ''));
      }, ANSWER_MS);
      const settle = (answer: Answer) => {
        clearTimeout(late);
        if (answer.kind === 'ack') resolve();
        else reject(new CommandRefused(answer.code, answer.detail));
      };
      this.waiting.set(id, { text, late, settle });
      // What is said to a closed socket waits for `greet`, in its order.
      if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text);
    });
  }

  private async address(): Promise<string> {
    const pause = pauseBefore(this.socket.retryCount);
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    return address(this.options.pass ?? '');
  }

  private greet(): void {
    this.ask([...this.feeds.keys()]);
    for (const { text } of this.waiting.values()) this.socket.send(text);
  }

  private ask(feeds: string[]): void {
    this.lastHeard = Date.now();
    const cursors = feeds.flatMap((feed) => {
      const followed = this.feeds.get(feed);
      if (!followed) return [];
      followed.place = { ...followed.place, asking: true };
      return [{ feed, ...cursorOf(followed.place) }];
    });
    if (cursors.length > 0) this.socket.send(JSON.stringify({ kind: 'hello', feeds: cursors }));
  }

  private hear(data: string): void {
    this.lastHeard = Date.now();
    const message = JSON.parse(data) as FeedMessage<unknown> | PulseMessage | Answer;
    if ('id' in message) {
      this.waiting.get(message.id)?.settle(message);
      this.waiting.delete(message.id);
      return;
    }
    if (message.kind === 'pulse') {
      this.feelers.get(message.feed)?.(message.counts);
      return;
    }
    const followed = this.feeds.get(message.feed);
    if (!followed) return;
    if (message.kind === 'refused') followed.onRefused();
    else this.options.onConnection('live');
    if ('now' in message) this.options.onOffset(this.clock.heard(Date.parse(message.now), Date.now()));
    if (message.kind === 'head' && message.feed.endsWith(':public'))
      this.options.onPresent?.(message.present);
    this.apply(followed, message);
  }

  private apply(followed: Followed, message: FeedMessage<unknown>): void {
    const [place, ask] = take(followed.place, message, followed.reduce);
    followed.place = place;
    if (ask) this.ask([message.feed]);
    if (place.state !== null && !place.asking) followed.onPlace(place);
  }

  /** A connection that says nothing for two heartbeats is dead, whatever the browser thinks of it. */
  private noticeSilence(): void {
    if (this.socket.readyState === WebSocket.OPEN && Date.now() - this.lastHeard > SILENT_MS)
      this.socket.reconnect();
  }

  private async pollAll(): Promise<void> {
    if (this.socket.readyState === WebSocket.OPEN || document.visibilityState === 'hidden') return;
    await Promise.all([...this.feeds].map(([feed, followed]) => this.poll(feed, followed)));
  }

  private async poll(feed: string, followed: Followed): Promise<void> {
    const { epoch, seq, state } = followed.place;
    const query = state === null ? {} : { epoch, after: seq };
    const { data, response } = await resumeFeed({
      path: { feed },
      query,
      headers: passHeader(this.options.pass ?? ''),
    });
    if (this.isClosed || this.socket.readyState === WebSocket.OPEN) return;
    if (response?.status === 404) followed.onRefused();
    if (!data) return;
    this.options.onConnection('polling');
    if (data.recovered) {
      for (const event of data.events)
        this.apply(followed, {
          kind: 'event',
          feed,
          epoch: data.epoch,
          ...event,
          payload: event.payload as Record<string, unknown>,
        });
      // Whatever a socket was asked before it died is answered by this.
      this.apply(followed, { kind: 'resumed', feed, recovered: true });
    } else
      this.apply(followed, {
        kind: 'snapshot',
        feed,
        epoch: data.epoch,
        seq: data.seq,
        now: data.now,
        state: data.state,
      });
  }
}

const cursorOf = ({ epoch, seq, state }: Place<unknown>) =>
  state === null ? { epoch: '', seq: 0 } : { epoch, seq };

const passHeader = (pass: string) => (pass ? { 'X-Room-Pass': pass } : {});

async function address(pass: string): Promise<string> {
  const { data } = await createLiveTicket({ throwOnError: true, headers: passHeader(pass) });
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${location.host}/ws/v1/?ticket=${encodeURIComponent(data.ticket)}`;
}
