import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { ApiError } from '@/shared/apiError';
import { type Role, rolesOf, viewerQuery } from './viewer';

interface Visit {
  context: { queryClient: QueryClient };
  location: { href: string };
}

/** Where sign-in sends a person afterwards: a path of ours, never another site. */
export function safeNext(next: unknown): string | undefined {
  // Browsers drop tabs and line breaks out of an address, so that `/<tab>/host` would be another site.
  const ours = typeof next === 'string' && /^\/(?![/\\])/.test(next) && !/\p{Cc}/u.test(next);
  return ours && !next.startsWith('/login') ? next : undefined;
}

/** `beforeLoad` of pages that need a person: visitors go to sign-in and come back. */
export async function requireSignIn({ context, location }: Visit): Promise<void> {
  const viewer = await context.queryClient.ensureQueryData(viewerQuery);
  if (!viewer) throw redirect({ href: `/login?next=${encodeURIComponent(location.href)}` });
}

/**
 * `beforeLoad` of pages made for one of `roles`. Others see the refused page; the server refuses on its own
 * account, this only spares them a page of errors.
 */
export function requireRole(...roles: Role[]) {
  return async (visit: Visit): Promise<void> => {
    await requireSignIn(visit);
    const viewer = await visit.context.queryClient.ensureQueryData(viewerQuery);
    const held = rolesOf(viewer);
    if (!roles.some((role) => held.has(role))) throw new ApiError(403, 'role_required', '');
  };
}
