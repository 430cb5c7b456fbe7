import { expect, test } from 'vitest';
import { type DeskQuestion, inOrder, mayHide, movesOf, onScreen, pilesOf, type Question } from './questions';

const asked = (id: string, changes: Partial<Question> = {}): Question => ({
  id,
  line: null,
  text: id,
  name: '',
  votes: 0,
  state: 'visible',
  answer: '',
  asked_at: `2026-03-05T06:00:0${id}Z`,
  ...changes,
});
const table = <T extends { id: string }>(...rows: T[]) =>
  Object.fromEntries(rows.map((row) => [row.id, row]));

const desk = (
  id: string,
  state: DeskQuestion['state'],
  changes: Partial<DeskQuestion> = {},
): DeskQuestion => ({
  id,
  line: null,
  text: id,
  name: '',
  state,
  hidden_because: '',
  is_held: false,
  has_pitch: true,
  is_muted: false,
  asked_at: `2026-03-05T06:00:0${id}Z`,
  ...changes,
});

test('the one on the screen comes first, what is dealt with last, and the open ones as the reader wants', () => {
  const rows = table(
    asked('1', { votes: 2 }),
    asked('2', { votes: 5 }),
    asked('3', { votes: 9, state: 'answered' }),
    asked('4', { state: 'on_screen' }),
    asked('5', { votes: 2 }),
  );
  const ids = (order: 'votes' | 'newest') => inOrder(rows, order).map(({ id }) => id);
  expect(ids('votes')).toEqual(['4', '2', '1', '5', '3']);
  expect(ids('newest')).toEqual(['4', '5', '2', '1', '3']);
  expect(onScreen({ questions: rows })?.id).toBe('4');
  expect(onScreen({ questions: table(asked('1')) })).toBeNull();
});

test('a desk has a pile for what waits, in its order, and one for what is shown, the most wanted first', () => {
  const rows = table(
    desk('1', 'queue'),
    desk('2', 'visible'),
    desk('3', 'visible'),
    desk('4', 'on_screen'),
    desk('5', 'deferred'),
    desk('6', 'answered'),
    desk('7', 'hidden', { hidden_because: 'spam' }),
    desk('8', 'queue'),
  );
  const piles = pilesOf({ desk: rows }, { 2: { votes: 1 }, 3: { votes: 4 } });
  const ids = Object.fromEntries(
    Object.entries(piles).map(([pile, ones]) => [pile, ones.map(({ id }) => id)]),
  );
  expect(ids).toEqual({ queue: ['1', '8'], open: ['4', '3', '2'], settled: ['6', '5'], hidden: ['7'] });
});

test('what no company was asked is handed to none, and what is hidden is not hidden again', () => {
  expect(movesOf(desk('1', 'visible'))).toEqual(['on_screen', 'answered', 'deferred']);
  expect(movesOf(desk('1', 'visible', { has_pitch: false }))).toEqual(['on_screen', 'answered']);
  expect(movesOf(desk('1', 'hidden'))).toEqual(['visible']);
  expect([mayHide({ state: 'queue' }), mayHide({ state: 'hidden' })]).toEqual([true, false]);
});
