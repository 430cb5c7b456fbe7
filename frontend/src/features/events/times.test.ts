import { expect, test } from 'vitest';
import { beginnings, fromField, span, toField } from './times';

test('a field holds the time of the street, wherever the reader sits', () => {
  expect(toField('2026-03-05T06:30:00Z')).toBe('2026-03-05T14:30');
  expect(fromField('2026-03-05T14:30')).toBe('2026-03-05T14:30:00+08:00');
  expect([toField(null), fromField('')]).toEqual(['', null]);
});

test('an evening names its day once, a night both days', () => {
  const evening = span('2026-03-05T06:30:00Z', '2026-03-05T09:30:00Z', 'en');
  expect(evening.match(/March/g)).toHaveLength(1);
  expect(span('2026-03-05T06:30:00Z', '2026-03-06T09:30:00Z', 'en').match(/March/g)).toHaveLength(2);
});

test('each line begins when those before it are over', () => {
  expect(beginnings('2026-03-05T06:30:00Z', [10, 8, 15], 'en')).toEqual(['14:30', '14:40', '14:48']);
});
