import { expect, test } from 'vitest';
import { amountEnds, type Piece, readings, withoutReading } from './understood';

const pieces: Piece[] = [
  { kind: 'sector', value: 'SEMI', text: '芯片' },
  { kind: 'stage', value: 'series_a', text: 'a 轮' },
  { kind: 'stage', value: 'series_a_plus', text: 'a 轮' },
  { kind: 'amount', value: '2500000..10000000 CNY', text: '2500000..10000000 CNY' },
  { kind: 'word', value: '机器', text: '机器' },
];
const [sector, stage, amount] = readings(pieces);

test('what was read from the same words is one reading, and left-over words are none', () => {
  expect(readings(pieces).map(({ kind, values }) => [kind, values])).toEqual([
    ['sector', ['SEMI']],
    ['stage', ['series_a', 'series_a_plus']],
    ['amount', ['2500000..10000000 CNY']],
  ]);
});

test('a reading is cut out of the query whatever its case and blanks', () => {
  if (!sector || !stage || !amount) throw new Error('readings are missing');
  expect(withoutReading('深圳 A轮 芯片 500万', stage, pieces)).toBe('深圳 芯片 500万');
  expect(withoutReading('深圳 A轮 芯片 500万', sector, pieces)).toBe('深圳 A轮 500万');
  expect(withoutReading('芯片 500 万元 5G', amount, pieces)).toBe('芯片 5G');
});

test('a piece typed in another script is dropped by rebuilding the rest', () => {
  if (!sector) throw new Error('readings are missing');
  expect(withoutReading('晶片 機器', sector, pieces)).toBe('a 轮 机器');
});

test('the ends of an amount may be open', () => {
  expect(amountEnds('2500000..10000000 CNY')).toEqual({ low: '2500000', high: '10000000', currency: 'CNY' });
  expect(amountEnds('..10 USD')).toEqual({ low: null, high: '10', currency: 'USD' });
});
