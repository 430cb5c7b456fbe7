import { expect, test } from 'vitest';
import { choicesOf, type DeskPoll, inTurn, movesOf, onDesk, type Poll, pollOnScreen, tapped } from './polls';

const poll = (id: string, part: Partial<Poll> = {}): Poll => ({
  id,
  kind: 'poll',
  text: id,
  choices: ['A', 'B'],
  most: 1,
  state: 'open',
  is_on_screen: false,
  right: [],
  voters: 0,
  votes: null,
  opened_at: '2026-03-05T06:00:00Z',
  ...part,
});
const asked = (part: Partial<Poll>) =>
  choicesOf(poll('p', part)).map(({ votes, share, isRight }) => [votes, share, isRight]);
const table = (...polls: Poll[]) => Object.fromEntries(polls.map((one) => [one.id, one]));

test('a hidden result has no numbers, and nobody who answered is no share', () => {
  expect(asked({ voters: 3 })).toEqual([
    [null, 0, null],
    [null, 0, null],
  ]);
  expect(asked({ votes: [0, 0] })).toEqual([
    [0, 0, null],
    [0, 0, null],
  ]);
});

test('a share is of those who answered, so that several choices make more than a whole', () => {
  expect(asked({ voters: 3, votes: [2, 3], most: 2 })).toEqual([
    [2, 67, null],
    [3, 100, null],
  ]);
});

test('a quiz says what is right once it is told', () => {
  expect(asked({ kind: 'quiz' }).map(([, , isRight]) => isRight)).toEqual([null, null]);
  expect(asked({ kind: 'quiz', right: [1] }).map(([, , isRight]) => isRight)).toEqual([false, true]);
});

test('what is open stands before what is over, the newest first', () => {
  const later = { opened_at: '2026-03-05T07:00:00Z' };
  const turn = inTurn(table(poll('a'), poll('b', later), poll('c', { state: 'closed' })));
  expect([turn.open.map(({ id }) => id), turn.closed.map(({ id }) => id)]).toEqual([['b', 'a'], ['c']]);
  expect(pollOnScreen(table(poll('a'), poll('b', { is_on_screen: true })))?.id).toBe('b');
  expect(pollOnScreen(table(poll('a')))).toBeNull();
});

test('a tap chooses the other one, or one more or less, and never more than may be', () => {
  expect(tapped({ most: 1 }, [0], 1)).toEqual([1]);
  expect(tapped({ most: 2 }, [2], 0)).toEqual([0, 2]);
  expect(tapped({ most: 2 }, [0, 2], 0)).toEqual([2]);
  expect(tapped({ most: 2 }, [0, 2], 1)).toEqual([0, 2]);
});

test('the desk shows what runs, then what is prepared in its order, then what is over', () => {
  const desk = (id: string, state: DeskPoll['state'], minute: number) =>
    ({
      ...poll(id),
      votes: [0, 0],
      shows_early: false,
      state,
      created_at: `2026-03-05T06:0${minute}:00Z`,
    }) satisfies DeskPoll;
  const rows = [
    desk('old', 'closed', 0),
    desk('new', 'closed', 5),
    desk('second', 'draft', 4),
    desk('first', 'draft', 3),
    desk('runs', 'open', 2),
    desk('away', 'archived', 6),
  ];
  expect(onDesk(Object.fromEntries(rows.map((one) => [one.id, one]))).map(({ id }) => id)).toEqual([
    'runs',
    'first',
    'second',
    'new',
    'old',
    'away',
  ]);
});

test('a quiz that was told is opened no more, and nothing is after the evening', () => {
  expect(movesOf({ state: 'closed', kind: 'poll' }, 'live')).toEqual(['open', 'archived']);
  expect(movesOf({ state: 'closed', kind: 'quiz' }, 'live')).toEqual(['archived']);
  expect(movesOf({ state: 'closed', kind: 'poll' }, 'ended')).toEqual(['archived']);
  expect(movesOf({ state: 'draft', kind: 'poll' }, 'published')).toEqual(['open']);
  expect(movesOf({ state: 'draft', kind: 'poll' }, 'ended')).toEqual([]);
});
