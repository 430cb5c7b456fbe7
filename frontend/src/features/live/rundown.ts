import { marksOf, type RoadshowState } from './room';
import { leftMs } from './timer';
import type { EventDetail } from './useRoadshow';

const MINUTE = 60_000;

export type Planned = Pick<EventDetail, 'starts_at' | 'agenda'>;

export interface Rundown {
  /** When each line is expected to begin, in their order; null for what is on or over. */
  begins: (number | null)[];
  /** When the last line is expected to be over; null once the evening is. */
  ends: number | null;
  /** How much later that is than planned; below zero: earlier. */
  lateMs: number;
}

/** Minutes after the beginning that a line was given for itself, by its id. */
const fixedOf = ({ agenda }: Planned) => new Map(agenda.map(({ id, begins_after }) => [id, begins_after]));

/** Lines one after the other from `free` on; one that has a time of its own begins no earlier. */
function laid(
  lines: readonly { id: string; minutes: number }[],
  event: Planned,
  free: number,
): { begins: number[]; ends: number } {
  const fixed = fixedOf(event);
  const first = Date.parse(event.starts_at);
  let at = free;
  const begins = lines.map(({ id, minutes }) => {
    const own = fixed.get(id);
    const begin = typeof own === 'number' ? Math.max(at, first + own * MINUTE) : at;
    at = begin + minutes * MINUTE;
    return begin;
  });
  return { begins, ends: at };
}

/** When the stage is free for the next line, as far as the clock on it says. */
function freeAt({ phase, item_id, timer }: RoadshowState, event: Planned, now: number): number {
  const first = Date.parse(event.starts_at);
  if (phase !== 'live') return Math.max(first, now);
  if (!item_id) return now;
  return now + Math.max(timer ? leftMs(timer, now) : 0, 0);
}

/** The rest of the evening as it will be if nothing else happens: it moves with every minute that is added or overrun. */
export function rundownOf(state: RoadshowState, event: Planned, now: number): Rundown {
  const none = { begins: state.items.map(() => null), ends: null, lateMs: 0 };
  if (state.phase === 'ended' || state.phase === 'cancelled' || state.items.length === 0) return none;
  const marks = marksOf(state);
  const isAhead = (index: number) => marks[index] === 'next' || marks[index] === 'later';
  const ahead = state.items.filter((_, index) => isAhead(index));
  const { begins, ends } = laid(ahead, event, freeAt(state, event, now));
  const planned = laid(state.items, event, Date.parse(event.starts_at)).ends;
  const queue = [...begins];
  return {
    begins: state.items.map((_, index) => (isAhead(index) ? (queue.shift() ?? null) : null)),
    ends,
    lateMs: ends - planned,
  };
}
