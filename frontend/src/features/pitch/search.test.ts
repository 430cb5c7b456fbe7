import { expect, test } from 'vitest';
import { validatePitchesSearch } from './search';

test('an address of the own projects keeps what the list offers and drops the rest', () => {
  expect(validatePitchesSearch({ q: ' x ', sort: 'title', page: '2', state: 'draft' })).toEqual({
    q: 'x',
    sort: 'title',
    page: 2,
  });
  expect(validatePitchesSearch({ q: '', sort: 'completeness', page: 1 })).toEqual({});
});
