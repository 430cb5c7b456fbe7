import type {
  EventStagePageData,
  RoadshowItem,
  RoadshowRoomState,
  RoadshowTimer,
  RoomAudienceState,
  RoomReplayState,
} from '@/api';
import { client } from '@/api/client.gen';
import { merge } from '@/app/live/merge';
import type { FeedEvent } from '@/app/live/place';

/** What everybody in the room sees. */
export type RoadshowState = RoadshowRoomState & RoomAudienceState & RoomReplayState;
/** One line of the run of show, as everybody may see it. */
export type Line = RoadshowItem;
export type StageTimer = RoadshowTimer;
export type Phase = 'published' | 'live' | 'ended' | 'cancelled';

/** A room opens when its event is published; whatever lies before that has not begun either. */
export function phaseOf({ phase }: Pick<RoadshowState, 'phase'>): Phase {
  return phase === 'draft' || phase === 'under_review' ? 'published' : phase;
}

export const feedOf = (event: string) => `roadshow:${event}:public`;

/** Always the same function, as `useRoom` wants it. */
export const reduce = (state: RoadshowState, event: FeedEvent): RoadshowState => merge(state, event);

/** Where the line on stage is in the run of show; -1 when nothing of it is. */
const standing = ({ items, item_id }: RoadshowState) => items.findIndex(({ id }) => id === item_id);

export function onStage(state: RoadshowState): Line | null {
  return state.items[standing(state)] ?? null;
}

/** The line that follows: the first while nothing is on stage, null after the last. */
export function nextOf(state: RoadshowState): Line | null {
  return state.items[standing(state) + 1] ?? null;
}

/** The line before; null at the first and while nothing is on stage. */
export function previousOf(state: RoadshowState): Line | null {
  return state.items[standing(state) - 1] ?? null;
}

export type Mark = 'done' | 'now' | 'next' | 'later';

/** How far the evening is with each line, in their order. */
export function marksOf(state: RoadshowState): Mark[] {
  if (state.phase === 'ended') return state.items.map(() => 'done');
  if (state.phase !== 'live') return state.items.map(() => 'later');
  const at = standing(state);
  return state.items.map((_, index) => {
    if (index < at) return 'done';
    if (index === at) return 'now';
    return index === at + 1 ? 'next' : 'later';
  });
}

/** The page of the deck one step away, or null where the deck ends. */
export function pageBeside({ page, pages }: RoadshowState, step: 1 | -1): number | null {
  const wanted = page + step;
  return wanted >= 1 && wanted <= pages ? wanted : null;
}

/** The picture of one page, which the server shows only while its line is on stage. */
export function pageAddress(event: string, item: string, page: number): string {
  return client.buildUrl<EventStagePageData>({
    url: '/api/v1/events/{event_id}/stage/page/',
    path: { event_id: event },
    query: { item, page },
  });
}
