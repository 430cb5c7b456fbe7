import { expect, test } from 'vitest';
import { validateMatchSearch } from './search';

const ID = '016f5e66-ecd8-8914-9607-e01489f4d5f2';

test('only ids of the two kinds and the three orders pass', () => {
  expect(validateMatchSearch({ of: ID, order: 'newest' })).toEqual({ of: ID, order: 'newest' });
  expect(validateMatchSearch({ of: `thesis:${ID}` })).toEqual({ of: `thesis:${ID}` });
  expect(validateMatchSearch({ of: '../evil', order: 'worst' })).toEqual({});
});
