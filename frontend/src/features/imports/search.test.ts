import { expect, test } from 'vitest';
import { validateImportsSearch } from './search';

test('an address of the imports keeps what the list offers and drops the rest', () => {
  expect(validateImportsSearch({ q: 'cb', state: 'failed', page: 3, source: 'x' })).toEqual({
    q: 'cb',
    state: 'failed',
    page: 3,
  });
  expect(validateImportsSearch({ q: ' ', state: 'lost', page: 1 })).toEqual({});
});
