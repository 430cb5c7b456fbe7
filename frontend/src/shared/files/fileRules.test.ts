import { expect, test } from 'vitest';
import { fileProblem } from './fileRules';

const rules = { endings: ['.pdf', '.png'], maxBytes: 100 };

test.each([
  ['deck.pdf', 100, null],
  ['DECK.PDF', 1, null],
  ['deck.pdf', 101, 'too_large'],
  ['deck.pdf.exe', 1, 'wrong_type'],
  ['pdf', 1, 'wrong_type'],
])('%s of %i bytes: %s', (name, size, expected) => {
  expect(fileProblem({ name, size }, rules)).toBe(expected);
});
