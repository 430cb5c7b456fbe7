import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  judgingRetrieve,
  type RoadshowRoomState,
  type RoomJudgesChatState,
  type RoomJudgesState,
} from '@/api';
import { merge } from '@/app/live/merge';
import type { FeedEvent } from '@/app/live/place';
import { type Room, useFeed, useRoom } from '@/app/live/useRoom';
import type { View } from './words';

export const viewKey = (event: string) => ['judging', event];
// What no feed says, as a conflict the host noted or what others gave.
const EVERY_MS = 30_000;

const reduceStage = (state: RoadshowRoomState, event: FeedEvent) => merge(state, event);
type JudgesState = RoomJudgesState & RoomJudgesChatState;
const reducePanel = (state: JudgesState, event: FeedEvent) => merge(state, event);

export type JudgesRoom = Room<RoadshowRoomState>;

/** What the link opens. */
export function useView(event: string, secret: string) {
  return useQuery<View>({
    queryKey: viewKey(event),
    enabled: secret !== '',
    refetchInterval: EVERY_MS,
    queryFn: async () =>
      (
        await judgingRetrieve({
          path: { event_id: event },
          headers: { 'X-Judge-Link': secret },
          throwOnError: true,
        })
      ).data,
  });
}

/** The stage as the room hears it, and what is said behind it; whatever changes of the panel or the run of show has the page ask again. */
export function useStage(event: string, view: View, refetch: () => unknown) {
  const room = useRoom(`roadshow:${event}:public`, reduceStage, usePass(view));
  const { place } = useFeed(room.socket, view.feed, reducePanel);
  const stage = room.place?.state ?? null;
  const panel = place?.state?.panel;
  const lines = stage?.items.map(({ id }) => id).join();
  const said = panel ? `${panel.state} ${panel.edition} ${panel.others_scores}` : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said is why, not what is asked with
  useEffect(() => {
    if (said || lines) void refetch();
  }, [said, lines]);
  return { stage, room, chat: place?.state?.judges_chat ?? null };
}

/** The first pass of this page: each reading brings another, and a new one would open another socket. */
function usePass({ room_pass }: View): string {
  const [pass] = useState(room_pass);
  return pass;
}
