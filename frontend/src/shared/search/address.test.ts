import { expect, test } from 'vitest';
import { cleared, compact, oneOf, readAddress, whole, word, words } from './address';

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

test('an address is read as far as it is known', () => {
  expect(readAddress({ q: [' 芯片 '], sector: 'SEMI', view: 'map', city: [], sort: 'x', evil: 1 })).toEqual({
    q: '芯片',
    sector: ['SEMI'],
  });
});

test('clearing lets go of every filter and keeps the words, the order and the view', () => {
  const search = { q: 'ai', sector: ['AI'], amount_min: 0, sort: 'newest', view: 'table' };
  expect(Object.keys(cleared(search))).toEqual(['sector', 'amount_min']);
  expect(compact({ ...search, ...cleared(search) })).toEqual({ q: 'ai', sort: 'newest', view: 'table' });
  expect(cleared({ q: 'ai' })).toEqual({});
});
