import type { RoomPlace, RoomRankingState } from '@/api';
import type { Line, RoadshowState } from '../room';

export interface Placed extends RoomPlace {
  line: Line;
}

type Told = Pick<RoadshowState, 'items'> & Partial<RoomRankingState>;

/** What was revealed, best first, the tied ones in the order they came on stage; empty before. */
export function placedOf({ items, ranking = {} }: Told): Placed[] {
  const placed = items.flatMap((line) => {
    const place = ranking[line.id];
    return place ? [{ ...place, line }] : [];
  });
  return placed.sort((one, other) => one.place - other.place);
}
