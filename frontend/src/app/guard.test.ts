import { QueryClient } from '@tanstack/react-query';
import { isRedirect } from '@tanstack/react-router';
import { expect, test } from 'vitest';
import { requireRole, requireSignIn, safeNext } from './guard';
import { type Viewer, viewerQuery } from './viewer';

test.each([
  ['/deals?stage=seed', '/deals?stage=seed'],
  ['//evil.example', undefined],
  ['/\\evil.example', undefined],
  ['/\t/evil.example', undefined],
  ['/\n/evil.example', undefined],
  ['https://evil.example', undefined],
  ['javascript:alert(1)', undefined],
  ['/login?next=/', undefined],
  [undefined, undefined],
])('after sign-in %s leads to %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

const person = { id: '1', display_name: 'A', email: '', language: 'en', is_operator: false, home: 'member' };
const founder: Viewer = {
  ...person,
  organizations: [
    { id: '2', display_name: 'S', kind: 'startup', role: 'owner', verification_state: 'verified' },
  ],
} as unknown as Viewer;

function visitAs(viewer: Viewer) {
  const queryClient = new QueryClient();
  queryClient.setQueryData(viewerQuery.queryKey, viewer);
  return { context: { queryClient }, location: { href: '/startup?tab=2' } };
}

test('a visitor is sent to sign-in and comes back', async () => {
  const thrown = await requireSignIn(visitAs(null)).catch((error: unknown) => error);
  expect(isRedirect(thrown) && thrown.options.href).toBe('/login?next=%2Fstartup%3Ftab%3D2');
});

test('a role opens its pages and no others', async () => {
  await expect(requireRole('startup')(visitAs(founder))).resolves.toBeUndefined();
  await expect(requireRole('operator', 'startup')(visitAs(founder))).resolves.toBeUndefined();
  await expect(requireRole('operator')(visitAs(founder))).rejects.toMatchObject({ status: 403 });
});
