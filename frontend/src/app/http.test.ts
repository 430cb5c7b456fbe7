import { expect, test } from 'vitest';
import { cookie, withHeaders } from './http';

const jar = 'session=x; csrftoken=a%2Bb; other=1';

test('a cookie is found by its whole name', () => {
  expect(cookie('csrftoken', jar)).toBe('a+b');
  expect(cookie('token', jar)).toBe('');
});

test.each([
  ['GET', null],
  ['POST', 'a+b'],
  ['PATCH', 'a+b'],
  ['DELETE', 'a+b'],
])('%s carries the language and, when it writes, the token', (method, token) => {
  const request = withHeaders(new Request('http://localhost/', { method }), 'zh-Hant', jar);
  expect(request.headers.get('Accept-Language')).toBe('zh-Hant');
  expect(request.headers.get('X-CSRFToken')).toBe(token);
});
