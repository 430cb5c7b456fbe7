import { expect, test } from 'vitest';
import { signalOf } from './ConnectionState';
import { isHosts } from './RemotePage';
import type { EventDetail } from './useRoadshow';
import { beginning, companyOf, typed } from './words';

const company = { id: 'o', display_name: '芯湖半导体', name_en: 'Xinhu Semi' };
const agenda = [
  { id: 'a', company, pitch: 'p1' },
  { id: 'b', company, pitch: null },
  { id: 'c', company: null, pitch: null },
] as unknown as EventDetail['agenda'];

test('a line has the name of its company in the language of the reader, and the way to its pitch', () => {
  expect(companyOf({ agenda }, { id: 'a' }, 'en')).toEqual({ name: 'Xinhu Semi', href: '/deals/p1' });
  expect(companyOf({ agenda }, { id: 'b' }, 'zh-Hans')).toEqual({ name: '芯湖半导体', href: null });
  expect([companyOf({ agenda }, { id: 'c' }, 'en'), companyOf({ agenda }, { id: 'z' }, 'en')]).toEqual([
    null,
    null,
  ]);
});

test('an evening begins at the time of the street', () => {
  expect(beginning({ starts_at: '2026-03-05T06:30:00Z' }, 'en')).toContain('14:30');
});

test('a connection that comes back is told from one that comes', () => {
  const place = { epoch: 'e', seq: 1, state: {}, asking: false };
  expect(signalOf({ connection: 'connecting', place: null })).toBe('connecting');
  expect(signalOf({ connection: 'connecting', place })).toBe('reconnecting');
  expect(signalOf({ connection: 'polling', place })).toBe('polling');
});

test.each([
  [true, 'published', ['begin_event', 'view_registrations']],
  [true, 'live', ['run_stage', 'end_event']],
  [true, 'ended', ['view_registrations']],
  [false, 'live', ['view_registrations']],
  [false, 'ended', []],
] as const)('the remote is open: %s, when %s with %j', (isOpen, state, allowed_actions) => {
  expect(isHosts({ state, allowed_actions: [...allowed_actions] })).toBe(isOpen);
});

test('an address is typed without its scheme, the code on a line of its own', () => {
  expect(typed('https://street.example/s/7KQ2MX')).toEqual({ host: 'street.example', path: '/s/7KQ2MX' });
  expect(typed('http://10.0.0.5:8200/s/7KQ2MX')).toEqual({ host: '10.0.0.5:8200', path: '/s/7KQ2MX' });
});
