import { expect, test } from 'vitest';
import { filledOf, sentAnswers, shownQuestions, wordsOf } from './asking';

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

test('an answer is read in the words of the page', () => {
  const words = { yes: '是', no: '否' };
  const diet = { kind: 'choices' as const, options: [{ label: '素食', label_en: 'Vegetarian' }] };
  expect(wordsOf(diet, ['素食', '清真'], 'en', words)).toBe('Vegetarian；清真');
  expect(wordsOf(diet, ['素食'], 'zh-Hans', words)).toBe('素食');
  expect(wordsOf({ kind: 'yes_no', options: [] }, ['no'], 'en', words)).toBe('否');
});
