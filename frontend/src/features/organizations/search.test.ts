import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  ACT_GROUPS,
  type Organization,
  organizationsQuery,
  tabsOf,
  validateOrganizationsSearch,
  validateTab,
} from './search';

const organization = (over: object) =>
  ({ kind: 'startup', my_role: null, allowed_actions: [], ...over }) as unknown as Organization;

test.each([
  ['a stranger sees the profile only', {}, ['profile', 'rounds']],
  [
    'a reference firm may be claimed',
    { allowed_actions: ['request_claim'] },
    ['profile', 'verification', 'rounds'],
  ],
  ['a reader sees the people', { my_role: 'reader' }, ['profile', 'members', 'rounds']],
  ['funds belong to firms', { kind: 'investment_firm' }, ['profile', 'funds']],
  [
    'an admin has everything',
    {
      my_role: 'admin',
      allowed_actions: ['update_organization', 'view_audit', 'view_reviews', 'manage_webhooks'],
    },
    ['profile', 'members', 'verification', 'rounds', 'webhooks', 'audit', 'edit'],
  ],
])('%s', (_, over, tabs) => {
  expect(tabsOf(organization(over))).toEqual(tabs);
});

test('addresses fall back on anything', () => {
  expect(validateOrganizationsSearch({ kind: 'bank', page: -1, q: ' x ' })).toEqual({ q: 'x' });
  expect(validateOrganizationsSearch({ sort: 'uscc' })).toEqual({});
  expect(validateTab({ tab: 'secret' })).toEqual({});
});

test('list and file ask the same, and a file has no pages', () => {
  expect(organizationsQuery({ q: 'x', kind: 'host', sort: 'name', page: 3 })).toEqual({
    q: 'x',
    kind: ['host'],
    sort: 'name',
  });
});

test('the filter of the own trail offers what the server shows there', () => {
  const trails = readFileSync(join(import.meta.dirname, '../../../../backend/accounts/trails.py'), 'utf8');
  const desk = trails.match(/_DESK = frozenset\(\s*\{([^}]*)\}/)?.[1] ?? '';
  const shown = [...desk.matchAll(/"(\w+)"/g)].map(([, word]) => word);
  expect([...ACT_GROUPS].sort()).toEqual([...shown, 'case'].sort());
});
