import { expect, test } from 'vitest';
import { shares } from './reasons';

const part = (code: string, contribution: number) => ({ code, label: code, contribution });

test('parts are shares of the whole and bars are shares of the strongest', () => {
  const rows = shares([part('place', 1), part('stage', 3), part('none', 0)]);
  expect(rows.map(({ code, share, width }) => [code, share, width])).toEqual([
    ['stage', 0.75, 1],
    ['place', 0.25, 1 / 3],
  ]);
});

test('equal parts keep their order', () => {
  expect(shares([part('b', 2), part('a', 2)]).map(({ code }) => code)).toEqual(['b', 'a']);
});

test('a score of nothing has no rows', () => {
  expect(shares([part('place', 0)])).toEqual([]);
});
