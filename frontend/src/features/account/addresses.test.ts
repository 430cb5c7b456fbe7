import { expect, test } from 'vitest';
import { ApiError } from '@/shared/apiError';
import { internationalNumber } from '@/shared/phones';
import { type Address, addressesOf, isRemovable } from './addresses';
import { wantedProof } from './secure';

const refusal = (status: number, flows: string[], signedIn = true) =>
  new ApiError(
    status,
    '',
    '',
    {},
    { data: { flows: flows.map((id) => ({ id })) }, meta: { is_authenticated: signedIn } },
  );

test.each([
  [['reauthenticate', 'mfa_reauthenticate'], 'password'],
  [['mfa_reauthenticate'], 'second_factor'],
  [['password_reset_by_code'], 'code'],
])('of %o the server is given %s', (flows, proof) => {
  expect(wantedProof(refusal(401, flows))).toBe(proof);
});

test('another refusal, or one of somebody who is signed out, asks for no proof', () => {
  expect(wantedProof(refusal(400, ['reauthenticate']))).toBeNull();
  expect(wantedProof(refusal(401, ['login'], false))).toBeNull();
  expect(wantedProof(new ApiError(401, '', ''))).toBeNull();
});

test('the one number of a person is their primary one, an address says itself', () => {
  expect(addressesOf('phone', [{ phone: '+8613800138000', verified: true }])).toEqual([
    { kind: 'phone', value: '+8613800138000', verified: true, primary: true },
  ]);
  expect(addressesOf('email', [{ email: 'a@b.cn', verified: false, primary: false }])).toEqual([
    { kind: 'email', value: 'a@b.cn', verified: false, primary: false },
  ]);
});

test('the primary address stays, and the number with it stays unless a confirmed address is left', () => {
  const primary: Address = { kind: 'email', value: 'a@b.cn', verified: true, primary: true };
  const other: Address = { ...primary, value: 'c@d.cn', primary: false };
  const phone: Address = { kind: 'phone', value: '+8613800138000', verified: true, primary: true };
  const all = [primary, other, phone];
  expect(all.filter((one) => isRemovable(one, all))).toEqual([other, phone]);
  expect(isRemovable(phone, [phone])).toBe(false);
  expect(isRemovable(phone, [{ ...primary, verified: false }, phone])).toBe(false);
});

test.each([
  ['138 0013 8000', '+8613800138000'],
  ['+852 9123-4567', '+85291234567'],
])('%s is sent as %s', (typed, sent) => {
  expect(internationalNumber(typed)).toBe(sent);
});
