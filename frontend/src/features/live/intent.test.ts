import { expect, test } from 'vitest';
import { room } from './fake';
import { answered, asked, NO_INTENT, settled, wanted } from './intent';

test('the second tap counts from the first, and the room catches up', () => {
  const twice = asked(asked(NO_INTENT, { page: 2 }), { page: 3 });
  expect(wanted(room({ page: 1 }), twice).page).toBe(3);
  expect(wanted(room({ page: 2 }), twice).page).toBe(3);
  expect(settled(twice, room({ page: 3 }))).toBe(false);
  const done = answered(answered(twice));
  expect([settled(done, room({ page: 2 })), settled(done, room({ page: 3 }))]).toEqual([false, true]);
});

test('different parts are asked for side by side', () => {
  const timer = { seconds: 60, ends_at: '2026-03-05T06:10:00Z', left_ms: 60_000 };
  const both = answered(answered(asked(asked(NO_INTENT, { page: 2 }), { timer })));
  expect(wanted(room({}), both)).toEqual(room({ page: 2, timer }));
  expect(settled(both, room({ page: 2 }))).toBe(false);
  expect(settled(both, room({ page: 2, timer: { ...timer, ends_at: '2026-03-05T06:10:00+00:00' } }))).toBe(
    true,
  );
});

test('an answer too many is none', () => {
  expect(answered(NO_INTENT)).toEqual(NO_INTENT);
});

test('a line that is asked for takes page and timer with it, and brings its own', () => {
  const jumped = answered(answered(asked(asked(NO_INTENT, { page: 3 }), { item_id: 'c' })));
  expect(wanted(room({ page: 2 }), jumped)).toEqual(room({ item_id: 'c', pages: 0, page: 1, timer: null }));
  const there = room({ item_id: 'c', pages: 9, page: 1 });
  expect(wanted(there, jumped)).toEqual(there);
  expect([settled(jumped, room({})), settled(jumped, there)]).toEqual([false, true]);
});
