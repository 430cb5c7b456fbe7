import { expect, test } from 'vitest';
import { dayAhead, dealQuery, validateDealSearch } from './search';

test('a validator takes anything and keeps what it knows', () => {
  expect(
    validateDealSearch({
      q: ' 芯片 ',
      sector: 'SEMI',
      stage: ['seed', 3],
      amount_min: 'x',
      sort: 'best',
      evil: 1,
    }),
  ).toEqual({ q: '芯片', sector: ['SEMI'], stage: ['seed', '3'] });
});

test('days ahead are days of the street', () => {
  // Half past midnight on the street is still yesterday in UTC.
  expect(dayAhead(30, new Date('2026-01-31T16:30:00Z'))).toBe('2026-03-03');
});

test('the question carries figures as text and turns a term into a day', () => {
  expect(
    dealQuery(
      { q: 'ai', amount_min: 5_000_000, close_within: 1, view: 'table' },
      new Date('2026-01-01T00:00:00Z'),
    ),
  ).toEqual({ q: 'ai', amount_min: '5000000', close_before: '2026-01-02' });
});
