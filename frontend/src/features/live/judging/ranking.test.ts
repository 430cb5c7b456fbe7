import { expect, test } from 'vitest';
import { room } from '../fake';
import { placedOf } from './ranking';

const place = (number: number, is_tied = false) => ({
  place: number,
  is_tied,
  score: 90 - number,
  judges: 3,
});

test('the ranking stands best first, of lines that are on the run of show, and is empty until it is revealed', () => {
  expect(placedOf(room({}))).toEqual([]);
  const shown = placedOf({
    ...room({}),
    ranking: { c: place(1), gone: place(2), a: place(3, true), b: place(3, true) },
  });
  expect(shown.map(({ line, place }) => [line.id, place])).toEqual([
    ['c', 1],
    ['a', 3],
    ['b', 3],
  ]);
});
