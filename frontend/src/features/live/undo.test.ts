import { expect, test } from 'vitest';
import { room } from './fake';
import { lastOf, type Point, stepOf, stepped } from './undo';

const timer = { seconds: 480, ends_at: null, left_ms: 480_000 };
const at = (part: Partial<Point>): Point => room({ item_id: 'b', page: 1, timer, ...part });

test('an act is undone while what it made still stands, whatever else has moved', () => {
  const past = stepped([], stepOf(at({}), { page: 2 }));
  expect(lastOf(past, at({ page: 2 }))?.before.page).toBe(1);
  expect(lastOf(past, at({ page: 2, timer: { ...timer, left_ms: 1 } }))).not.toBeNull();
  expect(lastOf(past, at({ page: 3 }))).toBeNull();
  expect(lastOf(past, at({ item_id: 'c', page: 2 }))).toBeNull();
  expect(lastOf([], at({}))).toBeNull();
});

test('another line has page and clock of its own', () => {
  const past = stepped([], stepOf(at({ page: 4 }), { item_id: 'c' }));
  expect(lastOf(past, at({ item_id: 'c', page: 1, timer: null }))?.before).toEqual({
    item_id: 'b',
    page: 4,
    timer,
  });
});

test('the clock is undone by what it showed', () => {
  const running = { ...timer, ends_at: '2026-03-05T06:00:00Z' };
  const past = stepped([], stepOf(at({}), { timer: running }));
  expect(lastOf(past, at({ timer: { ...running, ends_at: '2026-03-05T06:00:00.000Z' } }))).not.toBeNull();
  expect(lastOf(past, at({}))).toBeNull();
});
