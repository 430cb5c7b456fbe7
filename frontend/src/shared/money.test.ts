import { expect, test } from 'vitest';
import { money, moneyRange } from './money';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const plain = (text: string | null) => text?.replaceAll('\u202f', ' ');

test.each([
  ['0', '0 元'],
  ['0.00', '0 元'],
  ['-0.001', '0 元'],
  ['1', '1 元'],
  ['0.005', '0.01 元'],
  ['1234.5', '1,234.5 元'],
  ['9999.99', '9,999.99 元'],
  ['9999.994', '9,999.99 元'],
  ['9999.995', '1 万元'],
  ['10000', '1 万元'],
  ['10049', '1 万元'],
  ['10050', '1.01 万元'],
  ['20000000.00', '2,000 万元'],
  ['12345678', '1,234.57 万元'],
  ['99999949.99', '9,999.99 万元'],
  ['99999950', '1 亿元'],
  ['99999999', '1 亿元'],
  ['100000000', '1 亿元'],
  ['123456789012', '1,234.57 亿元'],
  ['-20000000', '−2,000 万元'],
  ['9007199254740993.00', '90,071,992.55 亿元'],
])('money prints %s yuan as %s', (amount, expected) => {
  expect(plain(money(cny(amount), 'zh-Hans'))).toBe(expected);
});

test.each([
  ['CNY', 'zh-Hant', '2,000 萬元'],
  ['USD', 'zh-Hans', '2,000 万美元'],
  ['HKD', 'zh-Hant', '2,000 萬港元'],
  ['CHF', 'zh-Hans', '2,000 万 CHF'],
  ['CNY', 'en', 'CNY 20 M'],
])('money in %s reads in %s as %s', (currency, language, expected) => {
  expect(plain(money({ amount: '20000000.00', currency }, language))).toBe(expected);
});

test('English rounds up into the next unit as Chinese does', () => {
  expect(plain(money(cny('999999.999'), 'en'))).toBe('CNY 1 M');
  expect(plain(money(cny('999999999'), 'en'))).toBe('CNY 1 B');
});

test('text that is no decimal is shown, not read as zero', () => {
  expect(plain(money(cny('1e7'), 'zh-Hans'))).toBe('1e7 CNY');
});

test('a span may be open at either end and collapses when both ends read the same', () => {
  expect(plain(moneyRange(cny('10000000'), cny('30000000'), 'zh-Hans'))).toBe('1,000 万元 – 3,000 万元');
  expect(plain(moneyRange(cny('10000000'), cny('10000000'), 'zh-Hans'))).toBe('1,000 万元');
  expect(plain(moneyRange(cny('10000000'), null, 'zh-Hans'))).toBe('≥ 1,000 万元');
  expect(plain(moneyRange(null, cny('10000000'), 'zh-Hans'))).toBe('≤ 1,000 万元');
  expect(moneyRange(null, undefined, 'zh-Hans')).toBeNull();
});
