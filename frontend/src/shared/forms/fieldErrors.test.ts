import { expect, test } from 'vitest';
import { namePath, placeErrors } from './fieldErrors';

test('a dotted name becomes a path with places in lists as numbers', () => {
  expect(namePath('founders.0.role')).toEqual(['founders', 0, 'role']);
});

test('errors go to their field, to its parent, or above the form', () => {
  const fields = {
    uscc: ['bad check digit'],
    'round.amount_max': ['below the minimum'],
    'round.currency': ['unknown'],
    non_field_errors: ['closed'],
  };
  expect(placeErrors(fields, [['uscc'], ['round'], ['round', 'amount_max']])).toEqual({
    placed: [
      { name: ['uscc'], errors: ['bad check digit'] },
      { name: ['round', 'amount_max'], errors: ['below the minimum'] },
      { name: ['round'], errors: ['unknown'] },
    ],
    unplaced: ['closed'],
  });
});
