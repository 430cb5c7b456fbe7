import { useQuery } from '@tanstack/react-query';
import { countMyUnreadOptions } from '@/api/@tanstack/react-query.gen';
import { useViewer } from '../viewer';

const EVERY_MS = 60_000;

/** How many notifications wait; 0 for visitors and until it is known. Asked again each minute while the page is seen. */
export function useUnread(): number {
  const viewer = useViewer();
  const { data } = useQuery({
    ...countMyUnreadOptions(),
    enabled: Boolean(viewer),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS / 2,
  });
  return viewer ? (data?.count ?? 0) : 0;
}
