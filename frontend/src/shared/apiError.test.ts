import { expect, test } from 'vitest';
import { isRetryable, toApiError } from './apiError';

const answer = (status: number) => new Response(null, { status });

test('the one error shape of the server is read whole', () => {
  const body = { code: 'deals.pitch_incomplete', detail: 'Incomplete.', fields: { stage: ['Needed.'] } };
  expect(toApiError(body, answer(400))).toMatchObject({ status: 400, ...body, message: 'Incomplete.' });
});

test('a refusal of sign-in is read into the same shape, its body kept', () => {
  const body = {
    status: 400,
    errors: [
      { code: 'email_password_mismatch', param: 'password', message: 'Wrong.' },
      { code: 'too_many', message: 'Wait.' },
    ],
  };
  expect(toApiError(body, answer(400))).toMatchObject({
    code: 'email_password_mismatch',
    detail: 'Wait.',
    fields: { password: ['Wrong.'] },
    body,
  });
});

test('no answer, a page of HTML and an error that is one already', () => {
  expect(toApiError(new TypeError('failed'))).toMatchObject({ status: 0, code: 'network' });
  expect(toApiError('<html>', answer(502))).toMatchObject({ status: 502, code: 'http_502' });
  const known = toApiError({}, answer(404));
  expect(toApiError(known)).toBe(known);
});

test.each([
  [503, true],
  [429, true],
  [409, false],
  [403, false],
])('%i can be tried again: %s', (status, expected) => {
  expect(isRetryable(toApiError({}, answer(status)))).toBe(expected);
});
