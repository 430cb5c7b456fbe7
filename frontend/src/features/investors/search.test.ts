import { expect, test } from 'vitest';
import { investorQuery, validateInvestorSearch } from './search';

test('a validator takes anything and keeps what it knows', () => {
  expect(
    validateInvestorSearch({
      q: ['红杉'],
      stage: 'seed',
      ticket_min: '100',
      active_within: 0,
      sort: 'newest',
      x: 1,
    }),
  ).toEqual({ q: '红杉', stage: ['seed'], ticket_min: 100 });
});

test('the question leaves out how it is shown and carries figures as text', () => {
  expect(investorQuery({ ticket_max: 5e6, view: 'table', sort: 'last_deal' })).toEqual({
    ticket_max: '5000000',
    sort: 'last_deal',
  });
});
