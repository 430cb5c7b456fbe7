import { expect, test } from 'vitest';
import { compact, oneOf, whole, word, words } from './address';

test('lists take a single word, drop what is no word, and keep each once', () => {
  expect(words('AI')).toEqual(['AI']);
  expect(words(['AI', 'AI', '', null, { a: 1 }, 7])).toEqual(['AI', '7']);
  expect(words({})).toBeUndefined();
  expect(words([])).toBeUndefined();
  expect(word(['x', 'y'])).toBe('x');
});

test('numbers are whole and within bounds', () => {
  expect(whole('2020', 1800, 2200)).toBe(2020);
  expect(whole(2020.5, 1800, 2200)).toBeUndefined();
  expect(whole(1, 2, 3)).toBeUndefined();
  expect(whole('x', 0, 9)).toBeUndefined();
});

test('a choice is one of those allowed', () => {
  expect(oneOf('table', ['cards', 'table'])).toBe('table');
  expect(oneOf('map', ['cards', 'table'])).toBeUndefined();
});

test('what says nothing leaves the address', () => {
  expect(compact({ q: '', sector: [], size: 0, sort: undefined })).toEqual({ size: 0 });
});
