import { expect, test } from 'vitest';
import { hrefOf, questionOf } from './question';

test('a question is the address without its order and its view, amounts as the server reads them', () => {
  const address = { q: '芯片', sector: ['SEMI'], amount_min: 500, sort: 'newest', view: 'table', city: [] };
  expect(questionOf(address)).toEqual({ q: '芯片', sector: ['SEMI'], amount_min: '500' });
});

test('a kept question leads to the page that answers it', () => {
  expect(decodeURIComponent(hrefOf({ q: 'chip', sector: ['SEMI'], amount_min: '500' }))).toBe(
    '/deals?q=chip&sector=["SEMI"]&amount_min=500',
  );
  expect(hrefOf({})).toBe('/deals');
});

test('an order alone asks nothing', () => {
  expect(questionOf({ sort: 'newest', view: 'table' })).toEqual({});
});
