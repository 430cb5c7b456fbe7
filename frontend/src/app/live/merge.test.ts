import { expect, test } from 'vitest';
import { merge } from './merge';

const STATE = { phase: 'live', page: 1, timer: { seconds: 300 } };
const event = (type: string, payload: Record<string, unknown>) => ({ seq: 1, at: '', type, payload });

test('an event replaces the parts of the state it names, whole, and leaves the others', () => {
  expect(merge(STATE, event('stage.page_turned', { page: 2 }))).toEqual({ ...STATE, page: 2 });
  expect(merge(STATE, event('stage.timer_set', { timer: null }))).toEqual({ ...STATE, timer: null });
  expect(merge(STATE, event('stage.timer_set', { timer: { left_ms: 1 } })).timer).toEqual({ left_ms: 1 });
});

test('an event of an unknown type merges too, and the state before is left as it was', () => {
  const before = structuredClone(STATE);
  expect(merge(STATE, event('stage.new_thing', { lights: 'off' }))).toEqual({ ...STATE, lights: 'off' });
  expect(STATE).toEqual(before);
});

test('rows are laid one by one over their table: a part over its row, null takes one away, others stay', () => {
  const before = {
    page: 1,
    questions: { a: { text: 'A', votes: 1 }, b: { text: 'B', votes: 0 } },
    voted: {},
  };
  const rows = {
    questions: { a: { votes: 2 }, b: null, c: { text: 'C', votes: 0 } },
    voted: { a: true },
    later: { x: 1 },
  };
  expect(merge(before, event('question.moved', { page: 2, rows }))).toEqual({
    page: 2,
    questions: { a: { text: 'A', votes: 2 }, c: { text: 'C', votes: 0 } },
    voted: { a: true },
    later: { x: 1 },
  });
  expect(before.questions.a.votes).toBe(1);
});

test('a list in a row, or for a row, is replaced whole', () => {
  const before = { polls: { a: { votes: [1, 2], voters: 3 } }, seats: { a: [1, 2] } };
  const rows = { polls: { a: { votes: [4] } }, seats: { a: [3] } };
  expect(merge(before, event('poll.counted', { rows }))).toEqual({
    polls: { a: { votes: [4], voters: 3 } },
    seats: { a: [3] },
  });
});
