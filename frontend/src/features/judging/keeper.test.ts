import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '@/shared/apiError';
import { type Content, Scorekeeper, type Send } from './keeper';

const PLACE = 'xmh:judging:e:j';
const scored = (value: number): Content => ({ points: { team: value }, is_abstained: false, comment: '' });
const away = new ApiError(0, 'network', '');

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** A server that keeps editions as ours does, and what it was told. */
function server() {
  const told: [string, number, number][] = [];
  const editions: Record<string, number> = {};
  const send: Send = async (pitch, content, edition) => {
    told.push([pitch, content.points.team ?? -1, edition]);
    if ((editions[pitch] ?? 0) !== edition) throw new ApiError(409, 'judging.stale_sheet', 'changed');
    editions[pitch] = edition + 1;
    return edition + 1;
  };
  return { told, editions, send };
}

const keptOf = (keeper: Scorekeeper) => keeper.state.getState().kept;

test('a tap is on the phone before anything is sent, and leaves it once it is acknowledged', async () => {
  const { told, send } = server();
  const keeper = new Scorekeeper(PLACE, send, localStorage);
  keeper.put('p', scored(7), 0);
  expect(JSON.parse(localStorage.getItem(PLACE) ?? '{}').p.content).toEqual(scored(7));
  expect(told).toEqual([]);
  keeper.put('p', scored(8), 0);
  await vi.runAllTimersAsync();
  expect(told).toEqual([['p', 8, 0]]);
  expect(localStorage.getItem(PLACE)).toBeNull();
});

test('without the net it stays, also when the page is opened anew, and goes out when the net is back', async () => {
  const { told, send } = server();
  let isAway = true;
  const flaky: Send = (...sheet) => (isAway ? Promise.reject(away) : send(...sheet));
  const first = new Scorekeeper(PLACE, flaky, localStorage);
  first.put('p', scored(7), 0);
  first.put('q', scored(5), 0);
  await vi.runAllTimersAsync();
  expect(first.state.getState().isOffline).toBe(true);
  const second = new Scorekeeper(PLACE, flaky, localStorage);
  expect(Object.keys(keptOf(second))).toEqual(['p', 'q']);
  isAway = false;
  await second.tell();
  expect(told).toEqual([
    ['p', 7, 0],
    ['q', 5, 0],
  ]);
  expect(second.state.getState()).toMatchObject({ kept: {}, isOffline: false });
});

test('what is tapped while the sheet is on its way is told on top of it', async () => {
  const { told, send } = server();
  const keeper = new Scorekeeper(PLACE, send, localStorage);
  keeper.put('p', scored(3), 0, 0);
  const telling = keeper.tell();
  keeper.put('p', scored(9), 0);
  await telling;
  expect(told).toEqual([
    ['p', 3, 0],
    ['p', 9, 1],
  ]);
  expect(keptOf(keeper)).toEqual({});
});

test('a sheet that another phone changed is refused, kept, and told again only when its judge says so', async () => {
  const { told, editions, send } = server();
  editions.p = 4;
  const keeper = new Scorekeeper(PLACE, send, localStorage);
  keeper.put('p', scored(7), 3);
  keeper.put('q', scored(5), 0);
  await vi.runAllTimersAsync();
  expect(keptOf(keeper)).toMatchObject({ p: { refusal: { code: 'judging.stale_sheet' } } });
  expect(Object.keys(keptOf(keeper))).toEqual(['p']);
  keeper.overwrite('p', 4);
  await vi.runAllTimersAsync();
  expect(told.at(-1)).toEqual(['p', 7, 4]);
  expect(keptOf(keeper)).toEqual({});
  keeper.put('p', scored(1), 1);
  await vi.runAllTimersAsync();
  keeper.discard('p');
  expect([keptOf(keeper), localStorage.getItem(PLACE)]).toEqual([{}, null]);
});

test('an answer that was lost is no other phone', async () => {
  const { told, send } = server();
  let isLost = true;
  const lossy: Send = async (...sheet) => {
    const edition = await send(...sheet);
    if (isLost) throw away;
    return edition;
  };
  const keeper = new Scorekeeper(PLACE, lossy, localStorage);
  keeper.put('p', scored(7), 0);
  await vi.runAllTimersAsync();
  isLost = false;
  keeper.put('p', scored(8), 0);
  await vi.runAllTimersAsync();
  expect(keptOf(keeper).p?.refusal?.code).toBe('judging.stale_sheet');
  keeper.settle('p', scored(3), 1);
  expect(keptOf(keeper).p?.refusal?.code).toBe('judging.stale_sheet');
  keeper.settle('p', scored(7), 1);
  await vi.runAllTimersAsync();
  expect([told.at(-1), keptOf(keeper)]).toEqual([['p', 8, 1], {}]);
});

test('what was refused while scores were not taken is tried again when they are', async () => {
  let isOpen = false;
  const { told, send } = server();
  const gate: Send = (...sheet) =>
    isOpen ? send(...sheet) : Promise.reject(new ApiError(409, 'judging.panel_not_open', 'closed'));
  const keeper = new Scorekeeper(PLACE, gate, localStorage);
  keeper.put('p', scored(7), 0);
  await vi.runAllTimersAsync();
  await keeper.tell();
  expect(keptOf(keeper).p?.refusal?.code).toBe('judging.panel_not_open');
  isOpen = true;
  keeper.again();
  await vi.runAllTimersAsync();
  expect([told, keptOf(keeper)]).toEqual([[['p', 7, 0]], {}]);
});

test('a browser that keeps nothing says so, and the page goes on', async () => {
  const { told, send } = server();
  const full = {
    getItem: () => 'not json',
    setItem: () => {
      throw new Error('full');
    },
    removeItem: () => undefined,
  };
  const keeper = new Scorekeeper(PLACE, send, full);
  keeper.put('p', scored(7), 0);
  expect(keeper.state.getState().isKept).toBe(false);
  await vi.runAllTimersAsync();
  expect(told).toEqual([['p', 7, 0]]);
});

test('what another tab keeps stays there, and a pitch that fails holds up no other', async () => {
  const told: string[] = [];
  const send: Send = (pitch) => {
    told.push(pitch);
    return pitch === 'bad' ? Promise.reject(new ApiError(503, 'http_503', '')) : Promise.resolve(1);
  };
  const first = new Scorekeeper(PLACE, () => Promise.reject(new ApiError(0, 'network', '')), localStorage);
  const second = new Scorekeeper(PLACE, send, localStorage);
  first.put('elsewhere', scored(3), 0);
  second.put('bad', scored(1), 0);
  second.put('good', scored(2), 0);
  await vi.runAllTimersAsync();
  await second.tell();
  expect(told).toContain('good');
  expect(Object.keys(keptOf(second))).toEqual(['bad']);
  expect(Object.keys(keptOf(new Scorekeeper(PLACE, send, localStorage))).sort()).toEqual([
    'bad',
    'elsewhere',
  ]);
  for (const keeper of [first, second]) keeper.close();
});

test('points that abstaining took away come back', () => {
  const keeper = new Scorekeeper(PLACE, () => Promise.resolve(1), localStorage);
  expect(keeper.takenBack('p')).toEqual({});
  keeper.putAside('p', { a: 7 });
  expect(keeper.takenBack('p')).toEqual({ a: 7 });
});
