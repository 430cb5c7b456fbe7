import { expect, test } from 'vitest';
import { filled, isSameMapping, nextStep, progressOf, startingMapping, stepOf, unknownWords } from './steps';

test('a saved mapping outranks the suggestion', () => {
  expect(startingMapping({ mapping: {}, suggested: { id: 'ID' } })).toEqual({ id: 'ID' });
  expect(startingMapping({ mapping: { id: 'No' }, suggested: { id: 'ID' } })).toEqual({ id: 'No' });
});

test('an emptied choice is no mapping', () => {
  expect(filled({ id: 'ID', name: undefined, city: '' })).toEqual({ id: 'ID' });
  expect(isSameMapping({ id: 'ID' }, { id: 'ID' })).toBe(true);
  expect(isSameMapping({ id: 'ID' }, { id: 'ID', name: 'Name' })).toBe(false);
  expect(isSameMapping({ id: 'ID' }, { id: 'No' })).toBe(false);
});

test.each([
  ['uploaded', '', false, 'check', 0],
  ['checked', 'check', false, 'run', 1],
  ['checked', 'check', true, 'check', 1],
  ['running', 'check', true, 'wait', 1],
  ['running', 'import', false, 'wait', 2],
  ['failed', 'check', false, 'check', 1],
  ['failed', 'import', false, 'run', 2],
  ['done', 'import', false, 'done', 2],
  ['done', 'import', true, 'check', 2],
] as const)('%s after %s, changed %s: %s at step %d', (state, mode, isChanged, next, step) => {
  expect(nextStep({ state, mode }, isChanged)).toBe(next);
  expect(stepOf({ state, mode })).toBe(step);
});

test('progress is unknown until the rows are counted', () => {
  expect(progressOf({ rows_done: 0, rows_total: null })).toBeNull();
  expect(progressOf({ rows_done: 5, rows_total: 20 })).toBe(0.25);
  expect(progressOf({ rows_done: 21, rows_total: 20 })).toBe(1);
});

test('unknown words stand by how often they occur', () => {
  expect(unknownWords({ a: 1, c: 7, b: 7 }).map(({ word }) => word)).toEqual(['b', 'c', 'a']);
});
