import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDate,
  formatDateTime,
  formatPercent,
  formatRelative,
} from './format';

test('times are shown on the street, whatever the machine', () => {
  expect(formatDate('2026-03-05T20:30:00Z', 'zh-Hans')).toBe('2026年3月6日');
  expect(formatDate('2026-03-05T20:30:00Z', 'en')).toBe('6 March 2026');
  expect(formatDateTime('2026-03-05T06:30:00Z', 'zh-Hans')).toBe('2026年3月5日 14:30');
});

test('a plain day stays that day', () => {
  expect(formatDate('2026-12-31', 'zh-Hant')).toBe('2026年12月31日');
});

test.each([
  ['2026-03-05T11:59:30Z', '现在'],
  ['2026-03-05T11:30:00Z', '30分钟前'],
  ['2026-03-02T12:00:00Z', '3天前'],
  ['2026-03-19T12:00:00Z', '2周后'],
  ['2024-02-01T12:00:00Z', '2年前'],
])('%s lies %s', (value, expected) => {
  expect(formatRelative(value, 'zh-Hans', new Date('2026-03-05T12:00:00Z'))).toBe(expected);
});

test('counts, shares and sizes', () => {
  expect(formatCount(1234567, 'zh-Hans')).toBe('1,234,567');
  expect(formatPercent(0.237, 'en')).toBe('24%');
  expect(formatPercent(0.237, 'en', 1)).toBe('23.7%');
  expect([0, 900, 1536, 20 * 1024 ** 2].map(formatBytes)).toEqual([
    '0\u202fB',
    '900\u202fB',
    '1.5\u202fKB',
    '20\u202fMB',
  ]);
});
