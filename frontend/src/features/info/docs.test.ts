import { expect, test } from 'vitest';
import chinese from '@/locales/zh-Hans/info.json';
import { DOCS, isDoc, paragraphs } from './docs';

test('only the two documents exist', () => {
  expect(isDoc('privacy')).toBe(true);
  expect(isDoc('imprint')).toBe(false);
  expect(isDoc('toString')).toBe(false);
});

test('every part of a document has words, and no words stand unused', () => {
  for (const doc of ['privacy', 'terms'] as const) {
    expect(Object.keys(chinese[doc].part)).toEqual([...DOCS[doc]]);
  }
});

test('lines become paragraphs', () => {
  expect(paragraphs('one\n\n two ')).toEqual(['one', 'two']);
});
