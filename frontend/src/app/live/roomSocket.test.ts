import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import type { RoomSocket } from './roomSocket';

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static last: FakeSocket;
  readyState = 0;
  retryCount = 0;
  readonly url: () => Promise<string>;
  sent: { kind: string; id?: string; payload?: unknown }[] = [];
  constructor(url: () => Promise<string>) {
    super();
    this.url = url;
    FakeSocket.last = this;
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {}
  reconnect() {}
  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  lose() {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
  hear(message: unknown) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
}

const createLiveTicket = vi.hoisted(() => vi.fn(async () => ({ data: { ticket: 'a ticket' } })));
vi.mock('@/api', async (original) => ({ ...(await original<object>()), createLiveTicket }));
vi.mock('partysocket', () => ({
  get WebSocket() {
    return FakeSocket;
  },
}));

// Files share their modules: here the room is loaded anew with the socket above, and nobody else may be given that one.
afterAll(() => void vi.resetModules());

let room: RoomSocket;
beforeEach(async () => {
  vi.resetModules();
  const { RoomSocket } = await import('./roomSocket');
  const nothing = () => undefined;
  room = new RoomSocket({ onConnection: nothing, onOffset: nothing });
  room.follow<object>('room:1:public', { reduce: (state) => state, onPlace: nothing, onRefused: nothing });
  return () => room.close();
});

const commands = () => FakeSocket.last.sent.filter(({ kind }) => kind === 'command');

test('a command without an answer is sent again with the next connection, in order; an answered one is not', async () => {
  const socket = FakeSocket.last;
  socket.open();
  const first = room.command('turn', { page: 1 });
  void room.command('turn', { page: 2 });
  socket.hear({ kind: 'ack', id: commands()[0]?.id });
  await first;
  socket.lose();
  void room.command('turn', { page: 3 });
  expect(commands().map(({ payload }) => payload)).toEqual([{ page: 1 }, { page: 2 }]);
  socket.sent = [];
  socket.open();
  expect(socket.sent.map(({ kind, payload }) => payload ?? kind)).toEqual([
    'hello',
    { page: 2 },
    { page: 3 },
  ]);
});

test('a refused command says its code and sentence', async () => {
  FakeSocket.last.open();
  const refused = room.command('turn', { page: 9 });
  FakeSocket.last.hear({
    kind: 'error',
    id: commands()[0]?.id,
    code: 'stage.no_page',
    detail: 'No such page.',
  });
  await expect(refused).rejects.toMatchObject({ code: 'stage.no_page', message: 'No such page.' });
});

test('a room that was left says nothing of a command without an answer', async () => {
  vi.useFakeTimers();
  try {
    FakeSocket.last.open();
    const told = vi.fn();
    void room.command('turn', { page: 1 }).then(told, told);
    room.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});

test('a pulse is felt by whoever wants to, and moves nobody in a feed', () => {
  FakeSocket.last.open();
  const felt = vi.fn();
  const leave = room.feel('room:1:public', felt);
  const pulse = { kind: 'pulse', feed: 'room:1:public', counts: { clap: 3 } };
  FakeSocket.last.hear(pulse);
  FakeSocket.last.hear({ ...pulse, feed: 'room:2:public' });
  leave();
  FakeSocket.last.hear(pulse);
  expect(felt.mock.calls).toEqual([[{ clap: 3 }]]);
});

test('a heartbeat says how many follow, where that is known', () => {
  const told = vi.fn();
  const head = { kind: 'head', feed: 'room:1:public', epoch: '', seq: 0, now: '' };
  room.close();
  const nothing = () => undefined;
  const Room = room.constructor as typeof RoomSocket;
  room = new Room({ onConnection: nothing, onOffset: nothing, onPresent: told });
  room.follow<object>('room:1:public', { reduce: (state) => state, onPlace: nothing, onRefused: nothing });
  FakeSocket.last.open();
  FakeSocket.last.hear({ ...head, present: 128 });
  FakeSocket.last.hear({ ...head, present: null });
  FakeSocket.last.hear({ ...head, feed: 'room:1:organizers', present: 3 });
  FakeSocket.last.lose();
  expect(told.mock.calls).toEqual([[128], [null], [null]]);
});

test('whoever comes for the first time gets a ticket at once, whoever comes back waits their own time for it', async () => {
  vi.useFakeTimers();
  const chance = vi.spyOn(Math, 'random').mockReturnValue(0.5);
  createLiveTicket.mockClear();
  try {
    const socket = FakeSocket.last;
    expect(await socket.url()).toContain('/ws/v1/?ticket=a%20ticket');
    socket.retryCount = 1;
    const again = socket.url();
    await vi.advanceTimersByTimeAsync(999);
    expect(createLiveTicket).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    await again;
    expect(createLiveTicket).toHaveBeenCalledTimes(2);
  } finally {
    chance.mockRestore();
    vi.useRealTimers();
  }
});
