import { expect, test } from 'vitest';
import { voucherBody } from './vouchers';

const BARE = { discount: 'none', currency: 'CNY' } as const;

test('one discount is sent, whichever else was filled in', () => {
  const filled = { ...BARE, percent: 20, amount: '99.00' };
  const sent = (['none', 'percent', 'price'] as const).map((discount) => {
    const { percent, price } = voucherBody({ ...filled, discount }, null);
    return [percent, price];
  });
  expect(sent).toEqual([
    [null, null],
    [20, null],
    [null, { amount: '99.00', currency: 'CNY' }],
  ]);
});

test('places are held of a kind, and then nobody is let in beyond them', () => {
  const both = { ...BARE, reserves: true, bypasses: true };
  const of = (ticket_type?: string) => {
    const body = voucherBody(ticket_type ? { ...both, ticket_type } : both, null);
    return [body.reserves, body.bypasses];
  };
  expect([of(), of('front')]).toEqual([
    [false, true],
    [true, false],
  ]);
});
