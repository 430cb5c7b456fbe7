import { expect, test } from 'vitest';
import { compareQuery, idsOf, validateCompareSearch } from './search';

const A = '016f5e66-ecd8-8914-9607-e01489f4d5f2';
const B = '016f5e66-ecd8-8914-9607-e01489f4d5f3';

test('an address holds ids once each, whatever else stands there', () => {
  expect(
    validateCompareSearch({ ids: `${A},${B},${A},../evil`, of: `firm:${A}`, only: 'differences' }),
  ).toEqual({
    ids: `${A},${B}`,
    of: `firm:${A}`,
    only: 'differences',
  });
  expect(validateCompareSearch({ ids: [A, B] })).toEqual({ ids: `${A},${B}` });
  expect(validateCompareSearch({ ids: 7, of: 'fund:1', only: 'all' })).toEqual({});
  expect(idsOf(undefined)).toEqual([]);
});

test('the fit is asked for a firm, a thesis or nobody', () => {
  expect(compareQuery([A, B], `thesis:${A}`)).toEqual({ ids: [A, B], thesis: A });
  expect(compareQuery([A, B], `firm:${A}`)).toEqual({ ids: [A, B], firm: A });
  expect(compareQuery([A, B], undefined)).toEqual({ ids: [A, B] });
});
