import { expect, test } from 'vitest';
import { type RoundValues, roundBody } from './rounds';

const VALUES: RoundValues = {
  stage: 'series_a',
  closed_on: '2023-03-01',
  closed_precision: 'month',
  currency: 'USD',
};

test('the amount keeps every digit, and one left out is none', () => {
  expect(roundBody({ ...VALUES, amount: '90071992547409' }).amount).toEqual({
    amount: '90071992547409',
    currency: 'USD',
  });
  expect(roundBody(VALUES)).toEqual({
    stage: 'series_a',
    closed_on: '2023-03-01',
    closed_precision: 'month',
    amount: null,
    investors: [],
  });
});

test('others follow once somebody leads, and whoever leads is sent once', () => {
  expect(roundBody({ ...VALUES, leads: ['a'], others: ['a', 'b'] }).investors).toEqual([
    { organization: 'a', is_lead: true },
    { organization: 'b', is_lead: false },
  ]);
});

test('without a lead nobody is said to follow', () => {
  expect(roundBody({ ...VALUES, others: ['b'] }).investors).toEqual([{ organization: 'b', is_lead: null }]);
});
