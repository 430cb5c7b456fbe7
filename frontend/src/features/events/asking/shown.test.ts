import { expect, test } from 'vitest';
import { filledOf, sentAnswers, shownQuestions } from './shown';

const asked = (id: string, shown_if: string | null = null, shown_if_values: string[] = []) => ({
  id,
  shown_if,
  shown_if_values,
});
const DINNER = [
  asked('dinner'),
  asked('diet', 'dinner', ['yes']),
  asked('which', 'diet', ['素食', '其他']),
  asked('plate'),
];

// The same table as the server's (`test_asking.py`).
test.each([
  [{}, ['dinner', 'plate']],
  [{ dinner: 'no', diet: '素食' }, ['dinner', 'plate']],
  [{ dinner: 'yes' }, ['dinner', 'diet', 'plate']],
  [{ dinner: 'yes', diet: ['清真', '其他'] }, ['dinner', 'diet', 'which', 'plate']],
  [{ dinner: 'no', diet: '素食', which: '无麸质' }, ['dinner', 'plate']],
  [{ dinner: ' yes ' }, ['dinner', 'diet', 'plate']],
])('of %j the questions %j are shown', (filled, shown) => {
  expect(shownQuestions(DINNER, filled).map(({ id }) => id)).toEqual(shown);
});

test('only what is shown and said is sent', () => {
  expect(sentAnswers(DINNER, { dinner: 'no', diet: '素食', plate: ' 粤B·12345 ' })).toEqual([
    { question: 'dinner', values: ['no'] },
    { question: 'plate', values: ['粤B·12345'] },
  ]);
  expect(sentAnswers(DINNER, undefined)).toEqual([]);
});

test('answers are filled in as the fields hold them', () => {
  const answers = [
    { question: 'a', kind: 'choices' as const, values: ['一', '二'] },
    { question: 'b', kind: 'number' as const, values: ['3'] },
  ];
  expect(filledOf(answers)).toEqual({ a: ['一', '二'], b: '3' });
});
