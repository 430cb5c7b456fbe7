import type { Room } from '@/app/live/useRoom';
import { nextOf, pageBeside, previousOf, type RoadshowState, type StageTimer } from './room';
import { afresh, started, stopped, withMinuteMore } from './timer';
import { type Refusal, useIntent } from './useIntent';

export interface Stage {
  /** The room as it will be once every tap has arrived. */
  state: RoadshowState;
  refusal: Refusal | null;
  show: (item: string | null) => void;
  showNext: () => void;
  showPrevious: () => void;
  turn: (step: 1 | -1) => void;
  startTimer: () => void;
  stopTimer: () => void;
  addMinute: () => void;
  resetTimer: () => void;
}

/** The hands on the stage: every tap counts from the one before it, answered or not. */
export function useStage(
  event: string,
  state: RoadshowState,
  { command, offset }: Pick<Room<RoadshowState>, 'command' | 'offset'>,
): Stage {
  const { shown, now, refusal, send } = useIntent(state, command);

  const show = (item: string | null) => send('stage.show_item', { room: event, item }, { item_id: item });
  const step = (line: { id: string } | null) => {
    if (line) show(line.id);
  };
  const turn = (by: 1 | -1) => {
    const { item_id: item } = now();
    const page = pageBeside(now(), by);
    if (item && page) send('stage.turn_page', { room: event, item, page }, { page });
  };
  const setTimer = (change: (timer: StageTimer, time: number) => StageTimer) => {
    const { item_id: item, timer: before } = now();
    if (!item || !before) return;
    const timer = change(before, Date.now() + offset);
    const { ends_at, left_ms } = timer;
    if (ends_at === null) send('stage.stop_timer', { room: event, item, left_ms }, { timer });
    else send('stage.start_timer', { room: event, item, ends_at }, { timer });
  };

  return {
    state: shown,
    refusal,
    show,
    showNext: () => step(nextOf(now())),
    showPrevious: () => step(previousOf(now())),
    turn,
    startTimer: () => setTimer(started),
    stopTimer: () => setTimer(stopped),
    addMinute: () => setTimer(withMinuteMore),
    resetTimer: () => setTimer(afresh),
  };
}
