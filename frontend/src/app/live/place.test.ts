import { expect, test } from 'vitest';
import { type FeedMessage, type Place, START, take } from './place';

type Counts = Record<string, number>;
const FEED = 'room:1:public';
const reduce = (state: Counts, event: { type: string }): Counts => ({
  ...state,
  [event.type]: (state[event.type] ?? 0) + 1,
});
const event = (seq: number, type = 'a', epoch = 'e'): FeedMessage<Counts> => ({
  kind: 'event',
  feed: FEED,
  epoch,
  seq,
  type,
  payload: {},
  at: '',
});
const snapshot = (seq: number, state: Counts, epoch = 'e'): FeedMessage<Counts> => ({
  kind: 'snapshot',
  feed: FEED,
  epoch,
  seq,
  now: '',
  state,
});
const head = (seq: number, epoch = 'e'): FeedMessage<Counts> => ({
  kind: 'head',
  feed: FEED,
  epoch,
  seq,
  now: '',
  present: null,
});
const at = (seq: number, state: Counts, asking = false): Place<Counts> => ({
  epoch: 'e',
  seq,
  state,
  asking,
});

test('a snapshot is where one stands, and the next event goes on from it', () => {
  const [first] = take<Counts>(START, snapshot(4, { a: 4 }), reduce);
  expect(first).toEqual(at(4, { a: 4 }));
  expect(take(first, event(5, 'b'), reduce)).toEqual([at(5, { a: 4, b: 1 }), false]);
});

test('an old event changes nothing', () => {
  const place = at(4, { a: 4 });
  expect(take(place, event(4), reduce)).toEqual([place, false]);
  expect(take(place, event(1), reduce)).toEqual([place, false]);
});

test.each([
  ['an event ahead', event(6)],
  ['an event of another numbering', event(5, 'a', 'other')],
  ['a head ahead', head(5)],
  ['a head of another numbering', head(4, 'other')],
])('%s asks for what is missing, once', (_, message) => {
  const [place, ask] = take(at(4, { a: 4 }), message, reduce);
  expect([place, ask]).toEqual([at(4, { a: 4 }, true), true]);
  expect(take(place, message, reduce)).toEqual([place, false]);
});

test('a head that is older than the last event asks for nothing', () => {
  const place = at(4, { a: 4 });
  expect(take(place, head(3), reduce)).toEqual([place, false]);
});

test('what was missed comes in order, and then it is answered', () => {
  let place = at(4, { a: 4 }, true);
  for (const message of [event(5), event(6, 'b')]) [place] = take(place, message, reduce);
  [place] = take(place, { kind: 'resumed', feed: FEED, recovered: true }, reduce);
  expect(place).toEqual(at(6, { a: 5, b: 1 }));
});

test('without recovery one waits for the snapshot', () => {
  const asking = at(4, { a: 4 }, true);
  const [place] = take(asking, { kind: 'resumed', feed: FEED, recovered: false }, reduce);
  expect(place).toEqual(asking);
  expect(take(place, snapshot(9, { z: 1 }, 'new'), reduce)[0]).toEqual({
    epoch: 'new',
    seq: 9,
    state: { z: 1 },
    asking: false,
  });
});

test('events before the first snapshot are not applied to nothing', () => {
  expect(take<Counts>(START, event(1), reduce)).toEqual([START, false]);
});
