import { expect, test } from 'vitest';
import { amountEnds, keyOf, type Piece, shown } from './understood';

const piece = (changes: Partial<Piece>): Piece => ({
  kind: 'word',
  values: ['机器'],
  label: '机器',
  text: '机器',
  excluded: false,
  without: '',
  turned: '',
  choices: [],
  ...changes,
});

test('plain words alone are not told again', () => {
  expect(shown([piece({}), piece({ text: '工具' })])).toEqual([]);
});

test('words are told beside what was read, when they are excluded, and when they mean several things', () => {
  const sector = piece({ kind: 'sector', values: ['SEMI'], text: '芯片' });
  expect(shown([piece({}), sector])).toHaveLength(2);
  expect(shown([piece({ excluded: true })])).toHaveLength(1);
  const choice = { kind: 'sector', values: ['EV'], label: '', query: '新能源汽车' };
  expect(shown([piece({ choices: [choice] })])).toHaveLength(1);
});

test('a piece and its exclusion are told apart', () => {
  expect(keyOf(piece({}))).not.toBe(keyOf(piece({ excluded: true })));
});

test('the ends of an amount may be open', () => {
  expect(amountEnds('2500000..10000000 CNY')).toEqual({ low: '2500000', high: '10000000', currency: 'CNY' });
  expect(amountEnds('..10 USD')).toEqual({ low: null, high: '10', currency: 'USD' });
});
