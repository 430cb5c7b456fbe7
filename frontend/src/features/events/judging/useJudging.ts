import { useQueryClient } from '@tanstack/react-query';
import type { JudgingDesk } from '@/api';
import { eventsJudgingRetrieveQueryKey } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';

/** What an act on the panel says afterwards; its answer is the desk as it is now. */
export function useJudging(event: string): (done: string) => {
  onSuccess: (desk: JudgingDesk) => void;
  onError: (error: unknown) => void;
} {
  const told = useTold();
  const queryClient = useQueryClient();
  return (done) => {
    const { onSuccess, onError } = told(done);
    return {
      onError,
      onSuccess: (desk) => {
        queryClient.setQueryData(eventsJudgingRetrieveQueryKey({ path: { event_id: event } }), desk);
        onSuccess();
      },
    };
  };
}
