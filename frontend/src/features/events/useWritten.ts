import { useQueryClient } from '@tanstack/react-query';
import { eventsRetrieveQueryKey } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import type { EventDetail } from './words';

/**
 * What a write of an event says afterwards. The answer is the event as it is now: the next write sends its edition, however
 * quickly it follows. A form says refusals itself, beside its fields.
 */
export function useWritten(): (done: string) => {
  onSuccess: (event: EventDetail) => void;
  onError: (error: unknown) => void;
} {
  const told = useTold();
  const queryClient = useQueryClient();
  return (done) => {
    const { onSuccess, onError } = told(done);
    return {
      onError,
      onSuccess: (event) => {
        queryClient.setQueryData(eventsRetrieveQueryKey({ path: { event_id: event.id } }), event);
        onSuccess();
      },
    };
  };
}
