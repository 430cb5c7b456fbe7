import { expect, test } from 'vitest';
import { type Organization, tabsOf, validateOrganizationsSearch, validateTab } from './search';

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
    { my_role: 'admin', allowed_actions: ['update_organization', 'view_audit', 'view_reviews'] },
    ['profile', 'members', 'verification', 'rounds', 'audit', 'edit'],
  ],
])('%s', (_, over, tabs) => {
  expect(tabsOf(organization(over))).toEqual(tabs);
});

test('addresses fall back on anything', () => {
  expect(validateOrganizationsSearch({ kind: 'bank', page: -1, q: ' x ' })).toEqual({ q: 'x' });
  expect(validateTab({ tab: 'secret' })).toEqual({});
});
