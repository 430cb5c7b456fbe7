import { expect, test } from 'vitest';
import { choiceOf, doingOf, opensAt, sentKind, shutBecause, totalOf } from './offer';

const price = (amount: string) => ({ amount, currency: 'CNY' as const });
const kind = (id: string, changes: object = {}) => ({
  ...{ id, name: id, name_en: '', price: price('100.00'), is_offered: true, is_hidden: false },
  ...{ needs_approval: false, is_for_list: false, is_for_members: false, needs_standing: false },
  ...{ members_of: [], min_per_order: 1, max_per_order: 1 },
  ...{ sold_from: null, sold_until: null, sale: 'open' as const },
  ...changes,
});

test('without a code nobody is offered what is hidden or no longer offered', () => {
  const kinds = [kind('a'), kind('b', { is_hidden: true }), kind('c', { is_offered: false })];
  expect(choiceOf({ ticket_types: kinds }, undefined)).toEqual({ kinds: [kind('a')], voucher: '' });
});

test('a code opens what it is good for, at its price', () => {
  const opened = {
    code: 'FRIENDS',
    skips_approval: true,
    ticket_types: [
      { ...kind('b', { is_hidden: true, needs_approval: true }), price_with_voucher: price('80.00') },
      { ...kind('c'), price_with_voucher: price('100.00') },
    ],
  };
  const { kinds, voucher } = choiceOf({ ticket_types: [kind('a')] }, opened);
  expect(voucher).toBe('FRIENDS');
  expect(kinds.map(({ id, price: now, was }) => [id, now.amount, was?.amount])).toEqual([
    ['b', '80.00', '100.00'],
    ['c', '100.00', undefined],
  ]);
  expect(kinds.map(({ needs_approval }) => needs_approval)).toEqual([false, false]);
});

test('the only kind need not be chosen', () => {
  const two = { kinds: [kind('a'), kind('b')], voucher: '' };
  expect([sentKind(two, undefined), sentKind(two, 'b')]).toEqual([null, 'b']);
  expect(sentKind({ kinds: [kind('a')], voucher: '' }, undefined)).toBe('a');
});

test.each([
  [null, ['open', 'sold_out']],
  ['full', ['sold_out', 'over']],
  ['not_yet', ['not_yet', 'sold_out']],
  ['over', ['over']],
  ['only_with_code', []],
] as const)('shut because %s', (why, sales) => {
  expect(shutBecause({ kinds: sales.map((sale) => kind(sale, { sale })) })).toBe(why);
});

test('the first that begins is named', () => {
  const later = kind('a', { sale: 'not_yet', sold_from: '2026-12-02T00:00:00Z' });
  const sooner = kind('b', { sale: 'not_yet', sold_from: '2026-12-01T00:00:00Z' });
  expect(opensAt({ kinds: [later, sooner] })).toBe('2026-12-01T00:00:00Z');
  expect(opensAt({ kinds: [later, kind('c')] })).toBeNull();
});

test('the button says what it does: ask the host, go on to pay, or register', () => {
  const free = kind('free', { price: price('0.00') });
  const asked = kind('asked', { needs_approval: true });
  const kinds = [free, asked, kind('sold')];
  expect(['free', 'asked', 'sold', undefined].map((id) => doingOf(kinds, id))).toEqual([
    'do',
    'do_ask',
    'do_pay',
    'do',
  ]);
  expect(doingOf([asked], undefined)).toBe('do_ask');
});

test('places together cost so many times one, to the cent', () => {
  expect(totalOf(kind('a', { price: price('199.10') }), 3).amount).toBe('597.30');
  expect(totalOf(kind('a', { price: price('0.29') }), 20).amount).toBe('5.80');
});
