import { useMutation } from '@tanstack/react-query';
import { eventsVoucherOfferMutation } from '@/api/@tanstack/react-query.gen';
import type { EventDetail } from './words';

/** The code somebody has, and what it opens. */
export function useVoucher(event: EventDetail) {
  const asked = useMutation(eventsVoucherOfferMutation());
  const ask = (code: string) => asked.mutate({ path: { event_id: event.id }, body: { code } });
  return { opened: asked.data, error: asked.error, isPending: asked.isPending, ask, drop: asked.reset };
}
