import { expect, test } from 'vitest';
import { dataLines, shortId } from './trail';

test('an act says what it carries, lists in one line and blanks not at all', () => {
  expect(dataLines({ fields: ['city', 'stage'], reason: '', count: 0, until: null, rows: { a: 1 } })).toEqual(
    ['fields: city, stage', 'count: 0', 'rows: {"a":1}'],
  );
});

test('a long value is cut and says so', () => {
  const [line = ''] = dataLines({ text: 'x'.repeat(500) });
  expect(line).toHaveLength('text: '.length + 121);
  expect(line.endsWith('…')).toBe(true);
});

test('an id is known by its end', () => {
  expect(shortId('01890f3e-7f4a-7c1d-8a55-3a2b6c7d8e9f')).toBe('…6c7d8e9f');
  expect(shortId('42')).toBe('42');
});
