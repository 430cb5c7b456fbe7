import { useState } from 'react';
import type { Room } from '@/app/live/useRoom';
import { nextOf, pageBeside, previousOf, type RoadshowState, type StageTimer } from './room';
import { afresh, started, stopped, withMinuteMore } from './timer';
import { lastOf, type Point, type Step, stepOf, stepped } from './undo';
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
  /** Puts back what the last tap changed; null once something else stands there. */
  undo: (() => void) | null;
}

/** The commands of the stage, and how to undo the last of them. */
function useActs(
  event: string,
  { shown, now, send }: Pick<ReturnType<typeof useIntent>, 'shown' | 'now' | 'send'>,
) {
  const [past, setPast] = useState<Step[]>([]);
  const show = (item: string | null) => send('stage.show_item', { room: event, item }, { item_id: item });
  const turnTo = (item: string, page: number) =>
    send('stage.turn_page', { room: event, item, page }, { page });
  const setTimer = (item: string, timer: StageTimer) => {
    const { ends_at, left_ms } = timer;
    return ends_at === null
      ? send('stage.stop_timer', { room: event, item, left_ms }, { timer })
      : send('stage.start_timer', { room: event, item, ends_at }, { timer });
  };
  /** Every tap is remembered with what it came upon, unless it is refused. */
  const act = (part: Partial<Point>, perform: () => Promise<boolean>) => {
    const step = stepOf(now(), part);
    setPast((steps) => stepped(steps, step));
    void perform().then((isTaken) => {
      if (!isTaken) setPast((steps) => steps.filter((one) => one !== step));
    });
  };
  const undo = () => {
    const undone = lastOf(past, now());
    setPast((steps) => steps.slice(0, -1));
    if (!undone) return;
    const { item_id, page, timer } = undone.before;
    const isOther = undone.after.item_id !== item_id;
    if (isOther) void show(item_id);
    if (!item_id) return;
    if (undone.after.page !== undefined || (isOther && page > 1)) void turnTo(item_id, page);
    if (timer && (undone.after.timer !== undefined || isOther)) void setTimer(item_id, timer);
  };
  return {
    show: (item: string | null) => act({ item_id: item }, () => show(item)),
    turnTo: (item: string, page: number) => act({ page }, () => turnTo(item, page)),
    setTimer: (item: string, timer: StageTimer) => act({ timer }, () => setTimer(item, timer)),
    undo: lastOf(past, shown) ? undo : null,
  };
}

/** The hands on the stage: every tap counts from the one before it, answered or not. */
export function useStage(
  event: string,
  state: RoadshowState,
  { command, offset }: Pick<Room<RoadshowState>, 'command' | 'offset'>,
): Stage {
  const intent = useIntent(state, command);
  const { shown, now, refusal } = intent;
  const { show, turnTo, setTimer, undo } = useActs(event, intent);
  const step = (line: { id: string } | null) => {
    if (line) show(line.id);
  };
  const turn = (by: 1 | -1) => {
    const { item_id: item } = now();
    const page = pageBeside(now(), by);
    if (item && page) turnTo(item, page);
  };
  const clock = (change: (timer: StageTimer, time: number) => StageTimer) => {
    const { item_id: item, timer: before } = now();
    if (item && before) setTimer(item, change(before, Date.now() + offset));
  };
  return {
    state: shown,
    refusal,
    show,
    showNext: () => step(nextOf(now())),
    showPrevious: () => step(previousOf(now())),
    turn,
    startTimer: () => clock(started),
    stopTimer: () => clock(stopped),
    addMinute: () => clock(withMinuteMore),
    resetTimer: () => clock(afresh),
    undo,
  };
}
