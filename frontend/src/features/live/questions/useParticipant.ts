import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ParticipantOutput, roomEnter } from '@/api';
import { useViewer } from '@/app/viewer';
import { useRefusalText } from '@/shared/useRefusalText';

/** Who somebody is in a room. */
export type Me = Pick<ParticipantOutput, 'id' | 'name' | 'room_pass' | 'feed' | 'may_mark'>;

const placeOf = (event: string) => `xmh:room:${event}`;

/** The pass of a guest who came in by a ticket on this phone; a pass opens the room for two days and nothing else. */
function remembered(event: string): Me | null {
  try {
    return JSON.parse(localStorage.getItem(placeOf(event)) ?? 'null') as Me | null;
  } catch {
    return null;
  }
}

function remember(event: string, me: Me | null): void {
  try {
    if (me) localStorage.setItem(placeOf(event), JSON.stringify(me));
    else localStorage.removeItem(placeOf(event));
  } catch {
    // Private windows keep nothing: the ticket's link leads in again.
  }
}

/** A ticket's link leads into the room with its secret behind the hash, which no server and no log gets to see. */
function ticketInAddress(): string {
  return new URLSearchParams(location.hash.slice(1)).get('ticket') ?? '';
}

export interface Participation {
  me: Me | null;
  /** Whether it is known by now who the viewer is. */
  isKnown: boolean;
  /** Why they did not come in; blank where nobody tried. */
  refusal: string;
  /** Tries again to come in, where that may help. */
  again: (() => void) | null;
  /** The pass opens nothing any more. */
  forget: () => void;
}

/** Comes into the room: an account by itself, a guest by a ticket, once on each phone. */
export function useParticipant(event: string): Participation {
  const viewer = useViewer();
  const refusalText = useRefusalText();
  const [guest, setGuest] = useState<Me | null>(() => remembered(event));
  const [isExpired, setIsExpired] = useState(false);
  const [ticket] = useState(ticketInAddress);
  const enter = (body: { ticket?: string }) => ({
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await roomEnter({ path: { event_id: event }, body, throwOnError: true })).data,
  });
  const member = useQuery({
    ...enter({}),
    queryKey: ['room', event, viewer?.id],
    enabled: Boolean(viewer),
  });
  const entry = useQuery({
    ...enter({ ticket }),
    queryKey: ['room', event, 'ticket', ticket],
    enabled: viewer === null && ticket !== '',
  });
  const { data: entered } = entry;
  useEffect(() => {
    if (entered) remember(event, entered);
    // Whoever reloads while the net is away still has the ticket.
    if (ticket && (viewer || entered))
      history.replaceState(history.state, '', location.pathname + location.search);
  }, [event, ticket, viewer, entered]);
  const forget = () => {
    remember(event, null);
    setGuest(null);
    setIsExpired(true);
  };
  const asked = viewer ? member : entry;
  const byTicket = isExpired ? null : (entered ?? guest);
  return {
    me: viewer ? (member.data ?? null) : viewer === null ? byTicket : null,
    isKnown: viewer !== undefined && !asked.isLoading,
    refusal: asked.error && (viewer || !byTicket) ? refusalText(asked.error) : '',
    again: asked.error ? () => void asked.refetch() : null,
    forget,
  };
}
