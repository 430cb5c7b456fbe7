import 'fake-indexeddb/auto';
import { getPublicKeyAsync, signAsync, utils } from '@noble/ed25519';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CheckInVerdict, Door, RosterGuest, ScanInputRequest } from '@/api';
import { configureClient } from '@/app/http';
import { Doorkeeper } from './keeper';
import { type DoorStore, openStore, sweep } from './store';
import { batchOf } from './sync';

const EVENT = '0190a0a0-0000-7000-8000-000000000001';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const secretKey = utils.randomSecretKey();

/** A server that remembers, and a wire to it that can be cut. */
const server = {
  isAway: false,
  losesAnswers: false,
  isRevoked: false,
  isForbidden: false,
  hidesNames: false,
  guests: new Map<string, RosterGuest>(),
  admitted: new Map<string, ScanInputRequest>(),
  undone: [] as string[],
  asksForAll: false,
  calls: 0,
};
let door: Door;
let store: DoorStore;
let name = 0;

const codeOf = ({ ticket, code, registration }: ScanInputRequest) =>
  ticket?.split('.')[2] ??
  code ??
  [...server.guests.values()].find(({ id }) => id === registration)?.code ??
  '';

function judged(scan: ScanInputRequest): CheckInVerdict {
  const guest = server.guests.get(codeOf(scan));
  const rows = [...server.admitted.values()];
  const before = rows.find((one) => codeOf(one) === codeOf(scan) && one.nonce !== scan.nonce);
  if (!before) server.admitted.set(scan.nonce, scan);
  return {
    nonce: scan.nonce,
    result: before ? 'already' : 'admitted',
    reason: '',
    since: before?.scanned_at ?? null,
    is_conflict: Boolean(before) && scan.source === 'offline',
    guest: guest ?? null,
  };
}

async function answer(request: Request): Promise<unknown> {
  const path = new URL(request.url).pathname;
  if (path.endsWith('/roster/')) {
    server.asksForAll = !new URL(request.url).searchParams.has('since');
    const blank = server.hidesNames ? { name: '' } : {};
    const guests = [...server.guests.values()].map((one) => ({ ...one, ...blank }));
    return { as_of: new Date().toISOString(), guests, after: null };
  }
  if (path.endsWith('/undo/')) {
    const { nonces } = (await request.json()) as { nonces: string[] };
    server.undone.push(...nonces);
    for (const nonce of nonces) server.admitted.delete(nonce);
    return { undone: nonces.length };
  }
  if (path.endsWith('/scans/')) {
    const { scans } = (await request.json()) as { scans: ScanInputRequest[] };
    return { results: scans.map(judged) };
  }
  return door;
}

async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  server.calls += 1;
  if (server.isAway) throw new TypeError('Failed to fetch');
  const refused = { code: 'roadshows.device_refused', detail: '', fields: {} };
  if (server.isRevoked) return Response.json(refused, { status: 401 });
  if (server.isForbidden) return Response.json({ ...refused, code: 'core.not_permitted' }, { status: 403 });
  const body = await answer(new Request(input, init));
  if (server.losesAnswers) throw new TypeError('Failed to fetch');
  return Response.json(body);
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => LETTERS[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

async function ticketOf(code: string, event = 'ABC234'): Promise<string> {
  const message = `XMH1.${event}.${code}.0A1B2C3D.KKKK`;
  return `${message}.${base32(await signAsync(new TextEncoder().encode(message), secretKey))}`;
}

const guest = (code: string): RosterGuest => ({
  ...{
    id: `id-${code}`,
    code,
    name: `来宾${code}`,
    organization: '',
    kind: 'plain',
    state: 'confirmed',
    marks: [],
    answers: [{ question: 'diet', values: ['素食'] }],
  },
});

beforeEach(async () => {
  const key = await getPublicKeyAsync(secretKey);
  const list = { id: 'door', name: '大门', name_en: '', mode: 'once', kinds: [] } as const;
  door = {
    ...{ event: EVENT, code: 'ABC234', title: '路演', title_en: '', state: 'live', device: '手机' },
    ...{ role: 'door', may_register: true, consent: null, questions: [] },
    ...{
      starts_at: '2026-11-29T10:00:00Z',
      ends_at: '2026-11-29T12:00:00Z',
      closes_at: '2099-01-01T00:00:00Z',
    },
    lists: [{ ...list, kinds: [], takes_entries: true, takes_exits: false }],
    kinds: [
      {
        id: 'plain',
        name: '普通票',
        name_en: '',
        mark: '0A1B2C3D',
        price: { amount: '0.00', currency: 'CNY' },
        takes_walk_ins: true,
      },
    ],
    keys: [{ id: 'KKKK', public: btoa(String.fromCharCode(...key)) }],
  };
  Object.assign(server, {
    isAway: false,
    losesAnswers: false,
    isRevoked: false,
    isForbidden: false,
    hidesNames: false,
    undone: [],
    calls: 0,
  });
  server.guests = new Map(['AAA', 'BBB', 'CCC'].map((code) => [code, guest(code)]));
  server.admitted = new Map();
  vi.stubGlobal('fetch', send);
  configureClient();
  name += 1;
  store = await openStore(`door-${name}`);
});

afterEach(() => {
  store.close();
  vi.unstubAllGlobals();
});

async function opened(): Promise<Doorkeeper> {
  const keeper = new Doorkeeper(store, EVENT);
  await keeper.start('secret');
  return keeper;
}

const result = async (keeper: Doorkeeper, ticket: string) => {
  const shown = await keeper.read({ ticket }, 'entry');
  return shown?.reason || shown?.result;
};

test('without the net it goes on alone, refuses what is forged, and tells everything later, once', async () => {
  const keeper = await opened();
  const [first, second, late] = await Promise.all(['AAA', 'BBB', 'NEW'].map((code) => ticketOf(code)));
  expect(await result(keeper, first as string)).toBe('admitted');
  server.isAway = true;
  expect(await result(keeper, first as string)).toBe('already');
  expect(await result(keeper, second as string)).toBe('admitted');
  expect(await result(keeper, second as string)).toBe('already');
  // What the host wants seen of the answers is there without the net as well.
  expect(keeper.state.getState().last?.guest?.answers).toEqual([{ question: 'diet', values: ['素食'] }]);
  // Registered since the last sync: known by the signature alone.
  expect(await result(keeper, late as string)).toBe('admitted');
  expect(await result(keeper, (first as string).replace('AAA', 'CCC'))).toBe('forged');
  expect(await result(keeper, 'https://example.com')).toBe('forged');
  expect(await result(keeper, await ticketOf('AAA', 'OTHER1'))).toBe('other_event');
  // Two who came in, and the question that was never answered, which is taken back.
  expect(keeper.state.getState()).toMatchObject({ link: 'offline', waiting: 3 });

  // The page is closed and opened again before the net comes back.
  const again = new Doorkeeper(store, EVENT);
  await again.start(null);
  expect(again.state.getState()).toMatchObject({ link: 'offline', waiting: 3 });
  expect(await result(again, second as string)).toBe('already');
  server.isAway = false;
  await Promise.all([again.sync(), again.sync()]);
  expect(again.state.getState()).toMatchObject({ link: 'online', waiting: 0 });
  expect([...server.admitted.values()].map((one) => [codeOf(one), one.source])).toEqual([
    ['AAA', 'online'],
    ['BBB', 'offline'],
    ['NEW', 'offline'],
  ]);
});

test('an answer that was lost on its way is neither lost nor counted twice', async () => {
  const keeper = await opened();
  server.losesAnswers = true;
  expect(await result(keeper, await ticketOf('AAA'))).toBe('admitted');
  expect(server.admitted.size).toBe(1);
  await keeper.sync();
  expect(keeper.state.getState().waiting).toBe(1);
  server.losesAnswers = false;
  await keeper.sync();
  expect(keeper.state.getState()).toMatchObject({ waiting: 0, kept: { conflicts: [] } });
  expect(server.admitted.size).toBe(1);
});

test('two phones that let one ticket in alone are a conflict the later one hears of', async () => {
  const keeper = await opened();
  const ticket = await ticketOf('AAA');
  server.isAway = true;
  expect(await result(keeper, ticket)).toBe('admitted');
  server.admitted.set('other', {
    nonce: 'other',
    kind: 'entry',
    source: 'offline',
    scanned_at: 'x',
    code: 'AAA',
  });
  server.isAway = false;
  await keeper.sync();
  expect(keeper.state.getState().kept?.conflicts).toMatchObject([
    { code: 'AAA', name: '来宾AAA', since: 'x' },
  ]);
});

test('who was turned away by an answer that was lost, and let in alone, is a conflict too', async () => {
  const keeper = await opened();
  const before = { nonce: 'other', kind: 'entry', source: 'online', scanned_at: 'x', code: 'AAA' } as const;
  server.admitted.set('other', before);
  server.losesAnswers = true;
  expect(await result(keeper, await ticketOf('AAA'))).toBe('admitted');
  server.losesAnswers = false;
  await keeper.sync();
  expect(keeper.state.getState()).toMatchObject({
    waiting: 0,
    kept: { conflicts: [{ code: 'AAA', since: 'x' }] },
  });
});

test('a list that is chosen while a sync is under way stays chosen', async () => {
  door = { ...door, lists: [...door.lists, { ...(door.lists[0] as Door['lists'][number]), id: 'dinner' }] };
  const keeper = await opened();
  const syncing = keeper.sync();
  await keeper.choose('dinner');
  await syncing;
  expect(keeper.state.getState().kept?.list).toBe('dinner');
});

test('a phone that forgets all of it while a sync is under way gets no names back', async () => {
  const keeper = await opened();
  const syncing = keeper.sync();
  await keeper.wipe();
  await syncing;
  expect([await store.count('doors'), await store.count('guests')]).toEqual([0, 0]);
  expect(keeper.state.getState().refusal).toBe('over');
});

test('a link that is used no more leaves a phone that knows all guests again', async () => {
  const keeper = await opened();
  server.isRevoked = true;
  await keeper.sync();
  expect(await store.count('guests')).toBe(0);
  server.isRevoked = false;
  await keeper.forgetLink();
  expect(keeper.state.getState()).toMatchObject({ refusal: null, link: 'online' });
  expect(server.asksForAll).toBe(true);
  expect(await store.count('guests')).toBe(3);
});

test('a full storage is no lost net', async () => {
  const keeper = await opened();
  const full = vi.spyOn(store, 'transaction').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await keeper.sync();
  expect(keeper.state.getState()).toMatchObject({ link: 'online', isBroken: true });
  full.mockRestore();
  await keeper.sync();
  expect(keeper.state.getState().isBroken).toBe(false);
});

test('what cannot be kept any more is said, and what the server has answered is shown all the same', async () => {
  const keeper = await opened();
  const ticket = await ticketOf('AAA');
  store.close();
  expect(await result(keeper, ticket)).toBe('admitted');
  expect(keeper.state.getState().isBroken).toBe(true);
  server.isAway = true;
  expect(await keeper.read({ code: 'BBB' }, 'entry')).toBeNull();
  expect(keeper.state.getState().last).toBeNull();
  await keeper.sync();
});

test('a slip is undone here at once and there as soon as it answers', async () => {
  const keeper = await opened();
  server.isAway = true;
  const shown = await keeper.read({ code: 'BBB' }, 'entry');
  if (!shown) throw new Error('nothing was read');
  await keeper.undo(shown);
  expect((await keeper.read({ code: 'BBB' }, 'entry'))?.result).toBe('admitted');
  await keeper.sync();
  server.isAway = false;
  await keeper.sync();
  expect(server.undone).toEqual([shown.nonce]);
  expect([...server.admitted.values()].map(codeOf)).toEqual(['BBB']);
});

test('a link that was revoked leaves no names on the phone, and keeps what was not told', async () => {
  const keeper = await opened();
  server.isAway = true;
  await result(keeper, await ticketOf('AAA'));
  server.isAway = false;
  server.isRevoked = true;
  await keeper.sync();
  expect(keeper.state.getState()).toMatchObject({ refusal: 'revoked', waiting: 1 });
  expect(await store.count('guests')).toBe(0);
});

test('who may not know the guests any more keeps no names of them', async () => {
  const keeper = await opened();
  expect(await store.count('guests')).toBe(3);
  server.isForbidden = true;
  await keeper.sync();
  expect(keeper.state.getState()).toMatchObject({ refusal: 'refused', link: 'offline' });
  expect(await store.count('guests')).toBe(0);
});

test('a kiosk greets who shows a ticket by the name the server says, and keeps none', async () => {
  server.hidesNames = true;
  const keeper = await opened();
  const shown = await keeper.read({ ticket: await ticketOf('AAA') }, 'entry');
  expect([shown?.result, shown?.guest?.name]).toEqual(['admitted', '来宾AAA']);
  expect((await store.getAll('guests')).map((kept) => kept.name)).toEqual(['', '', '']);
  server.isAway = true;
  expect(await result(keeper, await ticketOf('BBB'))).toBe('admitted');
});

test('names go by themselves when the door is closed for good, and by hand before', async () => {
  door = { ...door, closes_at: '2099-11-30T12:00:00Z' };
  const keeper = await opened();
  await sweep(store, new Date('2099-11-30T11:59:00Z'));
  expect(await store.count('guests')).toBe(3);
  await sweep(store, new Date('2099-11-30T12:00:00Z'));
  expect(await store.count('guests')).toBe(0);
  await keeper.wipe();
  expect([await store.count('doors'), await store.count('waiting')]).toEqual([0, 0]);
});

test('what waits goes in its order, as many at once as belong together', () => {
  const one = (list: string, isScan: boolean, seq: number) => ({
    ...{ seq, event: EVENT, list, nonce: String(seq), code: '' },
    scan: isScan
      ? { nonce: String(seq), kind: 'entry' as const, source: 'offline' as const, scanned_at: '' }
      : null,
  });
  const waiting = [one('a', true, 1), one('a', true, 2), one('a', false, 3), one('b', true, 4)];
  expect(batchOf(waiting).map(({ seq }) => seq)).toEqual([1, 2]);
  expect(batchOf(waiting.slice(2)).map(({ seq }) => seq)).toEqual([3]);
  expect(batchOf([])).toEqual([]);
  expect(batchOf(Array.from({ length: 150 }, (_, seq) => one('a', true, seq)))).toHaveLength(100);
});
