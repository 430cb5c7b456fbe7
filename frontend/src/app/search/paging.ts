import { keepPreviousData } from '@tanstack/react-query';

const KEPT_MS = 5 * 60_000;

/** How a list of results is asked for page by page. */
export const PAGING = {
  initialPageParam: {},
  getNextPageParam: (last: { next_cursor: string | null }) => last.next_cursor ?? undefined,
  placeholderData: keepPreviousData,
  // Coming back finds the list as it was, all its pages included.
  staleTime: KEPT_MS,
  gcTime: 2 * KEPT_MS,
};
