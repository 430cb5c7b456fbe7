import { expect, test } from 'vitest';
import { room } from './fake';
import { marksOf, nextOf, onStage, pageAddress, pageBeside, phaseOf, previousOf, reduce } from './room';

const ids = (item_id: string | null) => {
  const state = room({ item_id });
  return [previousOf(state), onStage(state), nextOf(state)].map((line) => line?.id ?? null);
};

test.each([
  ['nothing yet: the first comes next', null, [null, null, 'a']],
  ['the first', 'a', [null, 'a', 'b']],
  ['one in the middle', 'b', ['a', 'b', 'c']],
  ['the last', 'c', ['b', 'c', null]],
  ['a line that is gone: as nothing', 'z', [null, null, 'a']],
])('before, on and after stage: %s', (_, item, expected) => {
  expect(ids(item)).toEqual(expected);
});

test('an evening without lines has nothing next', () => {
  expect(nextOf(room({ items: [], item_id: null }))).toBeNull();
});

test('the run of show is marked done, now, next', () => {
  expect(marksOf(room({ item_id: 'b' }))).toEqual(['done', 'now', 'next']);
  expect(marksOf(room({ item_id: null }))).toEqual(['next', 'later', 'later']);
  expect(marksOf(room({ phase: 'published', item_id: null }))).toEqual(['later', 'later', 'later']);
  expect(marksOf(room({ phase: 'ended', item_id: 'b' }))).toEqual(['done', 'done', 'done']);
});

test('pages go one step and stop at both ends', () => {
  expect([pageBeside(room({ page: 2, pages: 3 }), -1), pageBeside(room({ page: 2, pages: 3 }), 1)]).toEqual([
    1, 3,
  ]);
  expect([pageBeside(room({ page: 1, pages: 3 }), -1), pageBeside(room({ page: 3, pages: 3 }), 1)]).toEqual([
    null,
    null,
  ]);
  expect(pageBeside(room({ page: 1, pages: 0 }), 1)).toBeNull();
});

test('a line comes on stage with its deck and timer in one event', () => {
  const payload = {
    item_id: 'c',
    pages: 8,
    page: 1,
    timer: { seconds: 480, ends_at: null, left_ms: 480_000 },
  };
  const event = { seq: 2, type: 'stage.item_shown', at: '', payload };
  expect(reduce(room({ item_id: 'b', page: 5 }), event)).toEqual({ ...room({}), ...payload });
});

test('the address of a page names its event, line and number', () => {
  expect(pageAddress('e1', 'a', 3)).toBe('/api/v1/events/e1/stage/page/?item=a&page=3');
});

test('what lies before a room has not begun', () => {
  const phases = ['draft', 'under_review', 'published', 'live', 'ended', 'cancelled'] as const;
  expect(phases.map((phase) => phaseOf({ phase }))).toEqual([
    'published',
    'published',
    'published',
    'live',
    'ended',
    'cancelled',
  ]);
});
