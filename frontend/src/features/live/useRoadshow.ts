import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EventDetailOutput } from '@/api';
import { eventsRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { type Room, useRoom } from '@/app/live/useRoom';
import { feedOf, type RoadshowState, reduce } from './room';

export type EventDetail = EventDetailOutput;

/** The room of an event, and the event itself for what no room tells: its host, its companies and their pitches. */
export interface Roadshow {
  query: { data: EventDetail | undefined; error: unknown; isError: boolean; refetch: () => unknown };
  room: Room<RoadshowState>;
}

/** `pass` of a guest who came in by a ticket. */
export function useRoadshow(id: string, pass = ''): Roadshow {
  const query = useQuery(eventsRetrieveOptions({ path: { event_id: id } }));
  const room = useRoom(feedOf(id), reduce, pass);
  const { data, refetch } = query;
  const state = room.place?.state;
  // A company that said yes since the page was opened stands in the event as it is now, and a cancelled event its reason.
  const known = new Set(data?.agenda.map((line) => line.id));
  const hasNews = state?.items.some(({ id: line, kind }) => kind === 'pitch' && !known.has(line));
  const isBehind = Boolean(data && (hasNews || (state?.phase === 'cancelled' && data.state !== 'cancelled')));
  useEffect(() => {
    if (isBehind) void refetch();
  }, [isBehind, refetch]);
  return { query, room };
}
