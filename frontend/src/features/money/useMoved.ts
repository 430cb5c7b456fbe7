import { useQueryClient } from '@tanstack/react-query';
import { getOrderTotalsQueryKey, listOrdersQueryKey } from '@/api/@tanstack/react-query.gen';

const MOVED = new Set([listOrdersQueryKey(), getOrderTotalsQueryKey()].map(([{ _id }]) => _id));

/** After money moved: what is shown of it is read anew. */
export function useMoved(): () => void {
  const queryClient = useQueryClient();
  return () =>
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => MOVED.has((queryKey[0] as { _id?: string } | undefined)?._id ?? ''),
    });
}
