import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { eventsRetrieveQueryKey } from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import { newNonce } from '@/shared/nonce';
import { useRefusalText } from '@/shared/useRefusalText';
import css from './events.module.css';

/** One key for what is filled in: pressing twice, or again after a lost answer, registers once. */
export function useKeyOf(): (body: object) => string {
  const key = useRef({ body: '', id: '' });
  return (body) => {
    const written = JSON.stringify(body);
    if (key.current.body !== written) key.current = { body: written, id: newNonce() };
    return key.current.id;
  };
}

/** What somebody typed who was a moment too late, for the form of the waiting list. */
export type Typed = Partial<Record<'name' | 'organization' | 'contact', string>>;

/** Whether the last place went meanwhile. The event is then read again, and its page offers the waiting list. */
export function useFilledUp(eventId: string): (error: unknown) => boolean {
  const queryClient = useQueryClient();
  return (error) => {
    const { code } = toApiError(error);
    const isFull = code === 'roadshows.full' || code === 'roadshows.ticket_type_sold_out';
    if (isFull) {
      const queryKey = eventsRetrieveQueryKey({ path: { event_id: eventId } });
      void queryClient.invalidateQueries({ queryKey });
    }
    return isFull;
  };
}

/** Why it did not go. The place is there before, so that a reader of the screen hears what comes into it. */
export function Problem({ error }: { error: unknown }) {
  const textOf = useRefusalText();
  return (
    <div role="alert" className={error ? css.problem : undefined}>
      {error ? textOf(error) : ''}
    </div>
  );
}
