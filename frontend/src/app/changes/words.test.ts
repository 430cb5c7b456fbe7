import { expect, test } from 'vitest';
import { amountsIn, partsOf } from './words';

test('a list is taken apart, an empty one has no parts', () => {
  expect(partsOf('SEMI_MEMS、AI_CV')).toEqual(['SEMI_MEMS', 'AI_CV']);
  expect(partsOf('')).toEqual([]);
});

test.each([
  ['amount_target', '20000000.00 CNY', [{ amount: '20000000.00', currency: 'CNY' }]],
  [
    'traction.revenue_years',
    '5.00 USD、3 USD',
    [
      { amount: '5.00', currency: 'USD' },
      { amount: '3', currency: 'USD' },
    ],
  ],
  ['amount_target', 'a lot', null],
  ['one_liner', '20000000.00 CNY', null],
])('amounts of %s in %s', (name, text, expected) => {
  expect(amountsIn(name, text)).toEqual(expected);
});
