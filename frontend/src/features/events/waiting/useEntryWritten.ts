import { useQueryClient } from '@tanstack/react-query';
import type { Waiting } from '@/api';
import { myWaitingListQueryKey, waitingRetrieveQueryKey } from '@/api/@tanstack/react-query.gen';

/** The answer of a write is the entry as it is now. */
export function useEntryWritten(): (entry: Waiting) => void {
  const queryClient = useQueryClient();
  return (entry) => {
    queryClient.setQueryData(waitingRetrieveQueryKey({ path: { secret: entry.secret } }), entry);
    void queryClient.invalidateQueries({ queryKey: myWaitingListQueryKey() });
  };
}
