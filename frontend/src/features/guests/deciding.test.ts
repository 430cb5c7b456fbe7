import { expect, test } from 'vitest';
import { inParts, sumsOf } from './deciding';

test('many are sent in parts, none twice and none left out', () => {
  expect(inParts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inParts([])).toEqual([]);
});

test('what became of them is summed up, what was done first', () => {
  const of = (result: 'done' | 'gone' | 'already') => ({ registration: '1', result, state: '' as const });
  expect(sumsOf([of('gone'), of('done'), of('done')])).toEqual([
    { result: 'done', count: 2 },
    { result: 'gone', count: 1 },
  ]);
});
