import { expect, test } from 'vitest';
import type { CheckInList, RosterMark } from '@/api';
import { countsOf, judge, marked } from './judge';

const NOON = '2026-11-29T12:00:00+08:00';
const JUST_PAST_MIDNIGHT = '2026-11-30T00:10:00+08:00';
const LIST: CheckInList = {
  ...{
    id: 'door',
    name: '大门',
    name_en: '',
    mode: 'once',
    takes_entries: true,
    takes_exits: false,
    kinds: [],
  },
};
const guest = (last: RosterMark['kind'] | null, state = 'confirmed', kind = 'plain') => ({
  ...{ id: '1', code: 'A', name: '王', organization: '', kind, state: state as 'confirmed' },
  marks: last ? [{ list: 'door', kind: last, at: NOON }] : [],
  answers: [],
});

// The same table as the server's (`test_door.py`).
test.each([
  ['once', false, 'entry', null, NOON, 'admitted'],
  ['once', false, 'entry', 'entry', JUST_PAST_MIDNIGHT, 'already'],
  ['daily', false, 'entry', 'entry', NOON, 'already'],
  ['daily', false, 'entry', 'entry', JUST_PAST_MIDNIGHT, 'admitted'],
  ['many', false, 'entry', 'entry', NOON, 'admitted'],
  ['once', true, 'entry', 'exit', NOON, 'admitted'],
  ['once', true, 'exit', 'entry', NOON, 'admitted'],
  ['once', true, 'exit', 'exit', NOON, 'already'],
  ['once', true, 'exit', null, NOON, 'not_inside'],
  ['once', false, 'exit', 'entry', NOON, 'no_exit'],
] as const)('%s exits %s: %s after %s', (mode, takes_exits, passage, last, at, expected) => {
  const told = judge({ ...LIST, mode, takes_exits }, { state: 'live' }, guest(last), passage, new Date(at));
  expect(told.reason || told.result).toBe(expected);
});

test('what is no good is refused for its own reason', () => {
  const at = new Date(NOON);
  const told = (list: CheckInList, ...of: Parameters<typeof guest>) =>
    judge(list, { state: 'live' }, guest(...of), 'entry', at);
  expect(told(LIST, null, 'cancelled').reason).toBe('cancelled');
  expect(told(LIST, null, 'awaiting_payment').reason).toBe('awaiting_payment');
  expect(told({ ...LIST, kinds: ['vip'] }, null).result).toBe('outside_kind');
  expect(told({ ...LIST, takes_entries: false, takes_exits: true }, null).reason).toBe('no_entry');
  expect(told(LIST, 'entry').since).toBe(NOON);
  expect(judge(LIST, { state: 'cancelled' }, guest(null), 'entry', at).reason).toBe('event_cancelled');
});

test('a mark replaces the one before it at the same list, and counts once', () => {
  const other = { list: 'other', kind: 'entry', at: NOON } as const;
  const both = marked(marked(guest('entry'), other), { list: 'door', kind: 'exit', at: NOON });
  expect(both.marks).toEqual([other, { list: 'door', kind: 'exit', at: NOON }]);
  expect(countsOf(LIST, [both, guest(null), guest(null, 'cancelled')])).toEqual({ came: 1, expected: 2 });
});
