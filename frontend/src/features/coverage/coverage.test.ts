import { expect, test } from 'vitest';
import {
  balanceOf,
  type Cell,
  gapOf,
  hrefOf,
  levelOf,
  mostOf,
  usualOf,
  validateCoverageSearch,
} from './coverage';

const cell = (deals: number, theses: number, stage = 'seed') => ({ stage, deals, theses }) as Cell;

test('an address holds a measure and a top sector or nothing', () => {
  expect(validateCoverageSearch({ measure: 'gap', under: 'SEMI' })).toEqual({
    measure: 'gap',
    under: 'SEMI',
  });
  expect(validateCoverageSearch({ measure: 'all', under: '../x' })).toEqual({});
});

test('the gap is theses for each project, and none without a project', () => {
  expect([gapOf(cell(2, 5)), gapOf(cell(3, 0)), gapOf(cell(0, 4))]).toEqual([2.5, 0, null]);
});

test('nothing is not shown, one is, and the most is shown most', () => {
  expect([0, 1, 4, 25, 100].map((count) => levelOf(count, 100))).toEqual([0, 1, 1, 3, 5]);
  expect(levelOf(0, 0)).toBe(0);
  expect(mostOf([{ sector: 'A', whole: cell(9, 9), cells: [cell(1, 4), cell(3, 2)] }], 'deals')).toBe(3);
});

test('a cell is judged by what is usual on the street', () => {
  const usual = usualOf([cell(8, 10), cell(2, 10)]);
  expect([usual, usualOf([])]).toEqual([2, 0]);
  expect(
    [cell(4, 1), cell(4, 6), cell(1, 3), cell(1, 9), cell(0, 2), cell(0, 0)].map((one) =>
      balanceOf(one, usual),
    ),
  ).toEqual(['scarce', 'short', 'even', 'ample', 'unmet', 'none']);
});

test('each figure leads to the search it counts, and an empty one nowhere', () => {
  expect(hrefOf('SEMI', cell(3, 1), 'deals')).toBe('/deals?sector=%5B%22SEMI%22%5D&stage=%5B%22seed%22%5D');
  expect(hrefOf('', cell(3, 1, ''), 'theses')).toBe('/investors');
  expect(hrefOf('SEMI', cell(0, 2), 'gap')).toContain('/investors?');
  expect(hrefOf('SEMI', cell(2, 2), 'gap')).toContain('/deals?');
  expect([hrefOf('SEMI', cell(0, 2), 'deals'), hrefOf('SEMI', cell(0, 0), 'gap')]).toEqual([null, null]);
});
