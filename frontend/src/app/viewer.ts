import { type QueryClient, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { type GetMeResponse, getMe } from '@/api';
import { ApiError } from '@/shared/apiError';

export type Me = GetMeResponse;
export type Viewer = Me | null;
export type Role = 'operator' | 'startup' | 'investor' | 'member';

/** The signed-in person, or null for a visitor. */
export const viewerQuery = queryOptions({
  queryKey: ['viewer'],
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Viewer> => {
    try {
      const { data } = await getMe({ throwOnError: true });
      return data;
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return null;
      throw error;
    }
  },
});

/** The viewer while it may still be unknown: `undefined` until the first answer. Never suspends. */
export function useViewer(): Viewer | undefined {
  const { data, isError } = useQuery(viewerQuery);
  return isError ? null : data;
}

/** The signed-in person on a page below the login guard. */
export function useMember(): Me {
  const { data } = useSuspenseQuery(viewerQuery);
  if (!data) throw new ApiError(401, 'core.not_signed_in', '');
  return data;
}

const INVESTOR_KINDS = new Set(['investment_firm', 'limited_partner']);

/** What a viewer may be greeted as. Permission itself is always the server's word. */
export function rolesOf(viewer: Viewer): ReadonlySet<Role> {
  const roles = new Set<Role>();
  if (!viewer) return roles;
  roles.add('member');
  if (viewer.is_operator) roles.add('operator');
  for (const { kind } of viewer.organizations) {
    if (kind === 'startup') roles.add('startup');
    if (INVESTOR_KINDS.has(kind)) roles.add('investor');
  }
  return roles;
}

const HOME = {
  operator: '/operator',
  startup: '/startup',
  investor: '/investor',
  member: '/account',
} as const;

/** The page that greets this person after sign-in. */
export function homeOf(viewer: Viewer): string {
  return viewer ? HOME[viewer.home] : '/';
}

/** Forget everything that was read as somebody else, then read the viewer again. */
export async function refreshViewer(queryClient: QueryClient): Promise<Viewer> {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'viewer' });
  await queryClient.invalidateQueries({ queryKey: viewerQuery.queryKey });
  return queryClient.fetchQuery(viewerQuery);
}
