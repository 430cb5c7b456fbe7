import { expect, test } from 'vitest';
import { bodyOf, type Fund, valuesOf } from './funds';

const FUND = {
  id: 'f',
  name: '一号',
  name_en: 'One',
  fund_type: 'venture_capital_fund',
  amac_filing_no: 'SXX001',
  currency: 'USD',
  committed: { amount: '9007199254740993.00', currency: 'USD' },
  paid_in: null,
  vintage_year: 2024,
  end_year: 2034,
  description: '说明',
  allowed_actions: ['update_fund'],
} as unknown as Fund;

test('a fund opened and saved unchanged is sent as it was, every digit kept', () => {
  const { id: _id, allowed_actions: _actions, ...sent } = FUND;
  expect(bodyOf(valuesOf(FUND))).toEqual({
    ...sent,
    committed: { amount: '9007199254740993', currency: 'USD' },
  });
});

test('what was cleared is sent as empty, and amounts share the currency', () => {
  const cleared = {
    name: '一号',
    fund_type: 'angel_fund',
    currency: 'HKD',
    committed: '5',
    vintage_year: null,
  };
  expect(bodyOf(cleared as never)).toEqual({
    name: '一号',
    fund_type: 'angel_fund',
    name_en: '',
    amac_filing_no: '',
    description: '',
    vintage_year: null,
    end_year: null,
    currency: 'HKD',
    committed: { amount: '5', currency: 'HKD' },
    paid_in: null,
  });
});
