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

test('each line begins when the one before it is over, or at its own time', () => {
  const lines = [
    { minutes: 10 },
    { minutes: 8, begins_after: null },
    { minutes: 15, begins_after: 10 },
    { minutes: 5 },
  ];
  expect(beginnings('2026-03-05T06:30:00Z', lines, 'en')).toEqual(['14:30', '14:40', '14:40', '14:55']);
});
