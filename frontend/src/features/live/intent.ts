import type { RoadshowState } from './room';
import { sameTimer } from './timer';

/**
 * What the hand on the remote already asked for, laid over what the room says. Commands are absolute, so the second of two quick taps
 * has to count from the first, not from a state that has not come back yet.
 */
export interface Intent {
  ahead: Partial<RoadshowState>;
  /** Commands without an answer. */
  waiting: number;
}

export const NO_INTENT: Intent = { ahead: {}, waiting: 0 };

/** A line that is asked for has no deck and no timer yet: only the room knows them. */
export function wanted(state: RoadshowState, { ahead }: Intent): RoadshowState {
  const isOther = ahead.item_id !== undefined && ahead.item_id !== state.item_id;
  return { ...state, ...(isOther ? { pages: 0, page: 1, timer: null } : {}), ...ahead };
}

/** Another line takes page and timer with it. */
export const asked = ({ ahead, waiting }: Intent, part: Partial<RoadshowState>): Intent => ({
  ahead: 'item_id' in part ? part : { ...ahead, ...part },
  waiting: waiting + 1,
});

/** One command was answered. Its event may still be on the way, so what it asked for stays. */
export const answered = ({ ahead, waiting }: Intent): Intent => ({
  ahead,
  waiting: Math.max(0, waiting - 1),
});

const agrees = (state: RoadshowState, ahead: Partial<RoadshowState>): boolean =>
  Object.entries(ahead).every(([name, value]) =>
    name === 'timer'
      ? sameTimer(state.timer, ahead.timer ?? null)
      : state[name as keyof RoadshowState] === value,
  );

/** Nothing is ahead any more once every command is answered and the room shows it. */
export const settled = (intent: Intent, state: RoadshowState): boolean =>
  intent.waiting === 0 && agrees(state, intent.ahead);
