import { expect, test } from 'vitest';
import { validatePage, validateSearchesSearch } from './search';

test('whatever stands in the address, what is read makes sense', () => {
  expect(validateSearchesSearch({ q: ' 芯片 ', sort: 'name', page: '3', x: 1 })).toEqual({
    q: '芯片',
    sort: 'name',
    page: 3,
  });
  expect(validateSearchesSearch({ q: '', sort: 'soonest', page: -1 })).toEqual({});
  expect(validatePage({ page: 1 })).toEqual({});
});
