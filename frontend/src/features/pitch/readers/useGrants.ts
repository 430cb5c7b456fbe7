import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { grantsListInfiniteOptions } from '@/api/@tanstack/react-query.gen';
import { rowsOf } from '@/shared/search/found';

/** All grants of a pitch, newest first, ended ones included. */
export function useGrants(pitchId: string) {
  const list = useInfiniteQuery({
    ...grantsListInfiniteOptions({ path: { pitch_id: pitchId }, query: { page_size: 100 } }),
    initialPageParam: 1,
    getNextPageParam: (last, _all, page) => (last.next ? Number(page) + 1 : undefined),
  });
  return { list, rows: rowsOf(list) };
}

export type Grants = ReturnType<typeof useGrants>;

/** Reads the grants of every pitch anew. */
export function useRereadGrants(): () => void {
  const queryClient = useQueryClient();
  return () =>
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => (queryKey[0] as { _id?: string } | undefined)?._id === 'grantsList',
    });
}
