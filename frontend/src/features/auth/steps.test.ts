import { expect, test } from 'vitest';
import { ApiError } from '@/shared/apiError';
import { contactOf } from './contact';
import { isStale, pendingOf, settled } from './steps';

test.each([
  ['startup@demo.example', { email: 'startup@demo.example' }],
  [' a@b.cn ', { email: 'a@b.cn' }],
  ['13800138000', { phone: '+8613800138000' }],
  ['138 0013 8000', { phone: '+8613800138000' }],
  ['9123 4567', { phone: '+85291234567' }],
  ['+852 9123-4567', { phone: '+85291234567' }],
  ['66123456', { phone: '+85366123456' }],
  ['nobody', { email: 'nobody' }],
])('%s is read as %o', (typed, contact) => {
  expect(contactOf(typed)).toEqual(contact);
});

const flows = [{ id: 'login' }, { id: 'mfa_authenticate', is_pending: true }];

test('a 401 with flows is the next step, another refusal is thrown', async () => {
  const body = { data: { flows }, meta: { is_authenticated: false } };
  const next = await settled(Promise.resolve({ error: new ApiError(401, 'http_401', '', {}, body) }));
  expect(pendingOf(next)).toBe('mfa_authenticate');
  const wrong = new ApiError(400, 'incorrect_code', '', { code: ['Wrong.'] });
  await expect(settled(Promise.resolve({ error: wrong }))).rejects.toBe(wrong);
});

test('nothing pending, or a step this page does not know, starts at the beginning', () => {
  expect(pendingOf({ authenticated: false, flows: [{ id: 'login' }] })).toBeNull();
  expect(pendingOf({ authenticated: false, flows: [{ id: 'mfa_trust', is_pending: true }] })).toBeNull();
});

test('a step that is gone is told from a wrong code', () => {
  expect(isStale(new ApiError(409, 'http_409', ''))).toBe(true);
  expect(isStale(new ApiError(400, 'incorrect_code', ''))).toBe(false);
});
