import { expect, test } from 'vitest';
import { nextOf } from './next';
import { tabsOf } from './tabs';

const DAY = 86_400_000;
const at = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const EVENT = {
  id: 'e1',
  summary: 'One line',
  is_online: false,
  venue: 'Hall',
  address: '1 Road',
  taken: 3 as number | null,
  starts_at: at(7),
  ends_at: at(7.1),
  agenda: [{ kind: 'talk', is_confirmed: false, pitch: null }],
};
const BESIDE = [
  'read_hosts_own',
  'view_registrations',
  'view_figures',
  'view_vouchers',
  'view_helpers',
  'keep_door',
];
const OVER = [...BESIDE, 'view_money'];
const TEAM = ['update_event', 'edit_agenda', 'submit_event', ...OVER];
const DESK = ['view_registrations', 'keep_door'];

type Given = Parameters<typeof nextOf>[0];
const event = (state: string, allowed_actions: string[] = TEAM, fields: object = {}) =>
  ({ ...EVENT, state, allowed_actions, ...fields }) as unknown as Given;
const helped = { taken: null };
const stepsOf = (given: Given) => nextOf(given).map(({ step }) => step);

test.each<[string, Given, string[]]>([
  ['a draft', event('draft'), ['overview', 'words', 'agenda', 'tickets', 'money', 'judging', 'team']],
  [
    'a published one',
    event('published'),
    ['overview', 'words', 'agenda', 'tickets', 'guests', 'money', 'door', 'judging', 'team'],
  ],
  [
    'one that is over',
    event('ended', OVER),
    ['overview', 'agenda', 'tickets', 'guests', 'money', 'door', 'judging', 'team'],
  ],
  [
    'one hosted beside',
    event('ended', BESIDE),
    ['overview', 'agenda', 'tickets', 'guests', 'door', 'judging', 'team'],
  ],
  ['who is at the desk', event('published', DESK, helped), ['overview', 'guests', 'door']],
  ['who only checks in', event('published', ['keep_door'], helped), ['overview', 'door']],
  ["a reader of the host's", event('published', []), ['overview', 'agenda']],
  ['anybody else', event('published', [], helped), ['overview']],
])('the tabs of %s', (_, given, tabs) => {
  expect(tabsOf(given)).toEqual(tabs);
});

test('what comes next is what is missing, then what is open', () => {
  expect(stepsOf(event('draft', TEAM, { summary: ' ', agenda: [] }))).toEqual(['words', 'agenda']);
  expect(stepsOf(event('draft', TEAM, { venue: '' }))).toEqual(['words']);
  expect(stepsOf(event('draft', TEAM, { venue: '', is_online: true }))).toEqual(['submit']);
  expect(stepsOf(event('under_review', [...TEAM, 'withdraw_event']))).toEqual(['wait']);
  const asked = { agenda: [{ kind: 'pitch', pitch: 'p1', is_confirmed: false }] };
  expect(stepsOf(event('published', TEAM, asked))).toEqual(['answers', 'guests', 'door']);
  const tonight = { starts_at: at(0.01), ends_at: at(0.1) };
  expect(stepsOf(event('published', [...TEAM, 'begin_event'], tonight))).toEqual(['guests', 'door', 'stage']);
  expect(stepsOf(event('live', [...TEAM, 'run_stage']))).toEqual(['stage', 'door']);
  expect(stepsOf(event('live', ['keep_door'], helped))).toEqual(['door']);
  expect(nextOf(event('ended'))).toEqual([{ step: 'report', href: '/org/events/e1/report' }]);
  expect(stepsOf(event('ended', DESK, helped))).toEqual([]);
  expect(nextOf(event('cancelled'))).toEqual([]);
});
