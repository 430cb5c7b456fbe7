import type { RoadshowState } from './room';
import { sameTimer } from './timer';

/** What a hand on the remote can change of the stage. */
export type Point = Pick<RoadshowState, 'item_id' | 'page' | 'timer'>;

/** One act: how the stage stood before it, and what it made of it. Another line brings page and clock of its own. */
export interface Step {
  before: Point;
  after: Pick<Point, 'item_id'> & Partial<Point>;
}

const MOST = 30;

export const stepOf = ({ item_id, page, timer }: Point, part: Partial<Point>): Step => ({
  before: { item_id, page, timer },
  after: { item_id, ...part },
});

export const stepped = (past: readonly Step[], step: Step): Step[] => [...past, step].slice(-MOST);

/** Whether what the act made still stands: what another hand did since is not undone by this one. */
const stands = ({ after }: Step, state: Point): boolean =>
  after.item_id === state.item_id &&
  (after.page === undefined || after.page === state.page) &&
  (after.timer === undefined || sameTimer(after.timer, state.timer));

/** The last act, as long as it can be undone. */
export function lastOf(past: readonly Step[], state: Point): Step | null {
  const last = past.at(-1);
  return last && stands(last, state) ? last : null;
}
