import { expect, test } from 'vitest';
import { deciding, type Line, lineOf, newLine, optionsOf, sentLine, valuesOf } from './lines';

const LINE: Line = {
  id: '1',
  phase: 'registering',
  kind: 'choice',
  label: '用餐',
  options: '素食 | Vegetarian\n清真',
};

test('options are lines, the English after a bar', () => {
  expect(optionsOf(' 素食 ｜ Vegetarian \n\n清真')).toEqual([
    { label: '素食', label_en: 'Vegetarian' },
    { label: '清真', label_en: '' },
  ]);
});

test('a question is read into a line and sent as it was', () => {
  const question = {
    ...sentLine(LINE),
    is_required: true,
    is_gated: false,
    is_per_place: false,
    is_shown_at_door: true,
    is_asked_at_door: false,
    shown_if: null,
    shown_if_values: [],
  };
  const read = lineOf({ ...question, label_en: '', options: optionsOf(LINE.options) });
  expect(sentLine(read)).toEqual(question);
});

test('what others may depend on stands before them in the same form', () => {
  const yes: Line = { ...LINE, id: '2', kind: 'yes_no' };
  const later: Line = { ...LINE, id: '3', phase: 'confirmed' };
  const text: Line = { ...LINE, id: '4', kind: 'short_text' };
  expect(deciding([LINE, yes, later, text, LINE], 4).map(({ id }) => id)).toEqual(['1', '2']);
  const each = { ...LINE, id: '5', is_per_place: true };
  expect(deciding([LINE, each, { ...each, id: '6' }], 2).map(({ id }) => id)).toEqual(['5']);
  expect(valuesOf(yes)).toEqual(['yes', 'no']);
  expect(valuesOf(LINE)).toEqual(['素食', '清真']);
});

test('a new question has an id nobody else has', () => {
  expect(newLine().id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(newLine().id).not.toBe(newLine().id);
});
