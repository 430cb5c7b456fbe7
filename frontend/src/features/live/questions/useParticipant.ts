import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ParticipantOutput, roomEnter } from '@/api';
import { useViewer } from '@/app/viewer';
import { toApiError } from '@/shared/apiError';

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
  /** Why a ticket did not lead in. */
  refusal: string;
  /** The pass opens nothing any more. */
  forget: () => void;
}

/** Comes into the room: an account by itself, a guest by a ticket, once on each phone. */
export function useParticipant(event: string): Participation {
  const viewer = useViewer();
  const [guest, setGuest] = useState<Me | null>(() => remembered(event));
  const member = useQuery({
    queryKey: ['room', event, viewer?.id],
    enabled: Boolean(viewer),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await roomEnter({ path: { event_id: event }, body: {}, throwOnError: true })).data,
  });
  const { mutate, error } = useMutation({
    mutationFn: async (ticket: string) =>
      (await roomEnter({ path: { event_id: event }, body: { ticket }, throwOnError: true })).data,
    onSuccess: (me) => {
      remember(event, me);
      setGuest(me);
    },
  });
  useEffect(() => {
    const ticket = ticketInAddress();
    if (viewer === undefined || !ticket) return;
    history.replaceState(history.state, '', location.pathname + location.search);
    if (viewer === null) mutate(ticket);
  }, [viewer, mutate]);
  const forget = () => {
    remember(event, null);
    setGuest(null);
  };
  const me = viewer ? (member.data ?? null) : viewer === null ? guest : null;
  const isKnown = viewer === null || (viewer !== undefined && !member.isPending);
  return { me, isKnown, refusal: error ? toApiError(error).detail : '', forget };
}
