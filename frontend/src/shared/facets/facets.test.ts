import { expect, test, vi } from 'vitest';
import { chipsOf, folded, toggled } from './facets';

const options = ['a', 'b', 'c', 'd'].map((value) => ({ value, label: value.toUpperCase(), count: 1 }));
const stage = { key: 'stage', label: 'Stage', options, chosen: ['d', 'gone'], onChange: vi.fn() };

test('a value is added and taken away', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});

test('every choice has a chip, and removing one leaves the others', () => {
  const chips = chipsOf([stage, { key: 'x', label: 'X', content: null, chips: [] }]);
  expect(chips.map(({ key, label }) => [key, label])).toEqual([
    ['stage:d', 'D'],
    ['stage:gone', 'gone'],
  ]);
  chips[0]?.remove();
  expect(stage.onChange).toHaveBeenCalledExactlyOnceWith(['gone']);
});

test('a folded group still shows what is chosen', () => {
  expect(folded(stage, 2).map(({ value }) => value)).toEqual(['a', 'b', 'd']);
});
