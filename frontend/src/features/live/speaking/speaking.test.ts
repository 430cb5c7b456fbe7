import { describe, expect, it } from 'vitest';
import { room } from '../fake';
import { askedOf, firstOf, type OwnLine, standingOf } from './speaking';

const ITEMS = ['a', 'b', 'c', 'd'].map((id) => ({
  id,
  kind: 'pitch' as const,
  title: id,
  title_en: '',
  speaker: '',
  minutes: 8,
}));
const state = (item_id: string | null, phase: 'published' | 'live' | 'ended' = 'live') =>
  room({ phase, items: ITEMS, item_id });
const own = (id: string): OwnLine => ({
  id,
  kind: 'pitch',
  title: id,
  title_en: '',
  speaker: '',
  minutes: 8,
  pages: 3,
  notes: [],
  may_share: false,
  url: '',
});

describe('where a speaker is in the evening', () => {
  it('counts the lines before theirs', () => {
    expect(standingOf(state('a'), 'c')).toEqual({ standing: 'later', ahead: 2 });
    expect(standingOf(state('b'), 'c')).toEqual({ standing: 'next', ahead: 1 });
    expect(standingOf(state('c'), 'c')).toEqual({ standing: 'now', ahead: 0 });
    expect(standingOf(state('d'), 'c')).toEqual({ standing: 'done', ahead: 0 });
  });

  it('says when nothing has begun and when all is over', () => {
    expect(standingOf(state(null, 'published'), 'a').standing).toBe('before');
    expect(standingOf(state(null, 'ended'), 'a').standing).toBe('over');
    expect(standingOf(state(null), 'a').standing).toBe('next');
  });

  it('opens the line that is on, else the next to come, else the last', () => {
    const lines = [own('b'), own('d')];
    expect(firstOf(lines, state('d'))?.id).toBe('d');
    expect(firstOf(lines, state('a'))?.id).toBe('b');
    expect(firstOf(lines, state('c'))?.id).toBe('d');
    expect(firstOf(lines, state(null, 'ended'))?.id).toBe('d');
    expect(firstOf([], state('a'))).toBeUndefined();
  });
});

it('lists what is asked of the line and still open, most wanted first', () => {
  const question = (
    id: string,
    line: string,
    votes: number,
    asked: 'visible' | 'answered' | 'on_screen',
  ) => ({
    id,
    line,
    text: id,
    name: '',
    state: asked,
    answer: '',
    votes,
    asked_at: '2026-03-05T14:00:00Z',
  });
  const rows = [
    question('one', 'a', 1, 'visible'),
    question('two', 'a', 5, 'on_screen'),
    question('three', 'b', 9, 'visible'),
    question('four', 'a', 9, 'answered'),
  ];
  const questions = Object.fromEntries(rows.map((one) => [one.id, one]));
  expect(askedOf({ questions }, 'a').map(({ id }) => id)).toEqual(['two', 'one']);
});
