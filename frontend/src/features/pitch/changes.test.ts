import { expect, test } from 'vitest';
import { fromWan, mergeChanges, stepOf, toChanges, toWan } from './changes';

const cny = (amount: string) => ({ amount, currency: 'CNY' as const });

test('later changes win field by field inside a block, amounts as a whole', () => {
  expect(
    mergeChanges(
      { one_liner: 'a', traction: { customers: 1, cash: cny('1') }, amount_target: cny('1') },
      { traction: { customers: 2 }, amount_target: { amount: '2', currency: 'USD' } },
    ),
  ).toEqual({
    one_liner: 'a',
    traction: { customers: 2, cash: cny('1') },
    amount_target: { amount: '2', currency: 'USD' },
  });
});

test('an emptied field says so in the server’s own way', () => {
  expect(
    toChanges({
      one_liner: undefined,
      close_by_date: '',
      primary: ['AI'],
      terms: { committed: null, use_of_proceeds: '' },
    }),
  ).toEqual({
    one_liner: '',
    close_by_date: null,
    sector_primary: 'AI',
    terms: { committed: null, use_of_proceeds: '' },
  });
  expect(toChanges({ primary: [] })).toEqual({ sector_primary: '' });
  expect(toChanges({ lead_wanted: false, team: { headcount: 0 } })).toEqual({
    lead_wanted: false,
    team: { headcount: 0 },
  });
});

test('amounts are typed in 万 and kept to the cent', () => {
  expect(toWan(cny('5000000.00'))).toBe(500);
  expect(fromWan(0.07, 'CNY')).toEqual(cny('700.00'));
  expect(fromWan(null, 'CNY')).toBeNull();
});

test('each missing field leads to its step', () => {
  expect(
    ['one_liner', 'team.members', 'ip.standards', 'amount', 'terms.min_ticket', 'deck'].map(stepOf),
  ).toEqual(['basic', 'team', 'data', 'round', 'round', 'material']);
  expect(stepOf('organization.uscc')).toBeNull();
});
