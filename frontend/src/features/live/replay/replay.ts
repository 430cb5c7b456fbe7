import type { Replay as Kept } from '@/api';
import { merge } from '@/app/live/merge';
import type { Line, RoadshowState } from '../room';

/** An evening as it is watched again. Times are milliseconds since it went on. */
export type Replay = Kept;
export type Entry = Replay['log'][number];

export interface Chapter {
  line: Line;
  ms: number;
}

export const lengthOf = ({ began_at, ended_at }: Pick<Replay, 'began_at' | 'ended_at'>) =>
  Math.max(Date.parse(ended_at) - Date.parse(began_at), 0);

/** Where the recording's first picture lies in the evening; below zero when the camera ran before it. */
export const recordingStart = ({ began_at, recording_began_at }: Replay) =>
  recording_began_at ? Date.parse(recording_began_at) - Date.parse(began_at) : 0;

/** A film the browser plays by itself; others are only linked to. */
export const isFilm = (address: string) => /\.(mp4|m4v|webm|ogv)(\?|#|$)/i.test(address);

/** When each line came on stage, the first time. */
export function chaptersOf({ start, log }: Pick<Replay, 'start' | 'log'>): Chapter[] {
  const found = new Map<string, Chapter>();
  let { items } = start as unknown as RoadshowState;
  for (const { ms, payload } of log) {
    if (Array.isArray(payload.items)) items = payload.items as Line[];
    const line = items.find(({ id }) => id === payload.item_id);
    if (line && !found.has(line.id)) found.set(line.id, { line, ms });
  }
  return [...found.values()];
}

/** The chapter that runs at a moment, or null before the first. */
export const chapterAt = (chapters: readonly Chapter[], ms: number): Chapter | null =>
  chapters.findLast((one) => one.ms <= ms) ?? null;

/** Goes through the evening: forward entry by entry, and backward from its start anew. */
export class Player {
  private readonly replay: Pick<Replay, 'start' | 'log'>;
  private state: RoadshowState;
  private next = 0;

  constructor(replay: Pick<Replay, 'start' | 'log'>) {
    this.replay = replay;
    this.state = this.atStart();
  }

  /** The room as it was at that moment. */
  at(ms: number): RoadshowState {
    const { log } = this.replay;
    if (this.next > 0 && (log[this.next - 1]?.ms ?? 0) > ms) {
      this.state = this.atStart();
      this.next = 0;
    }
    for (let entry = log[this.next]; entry && entry.ms <= ms; entry = log[this.next]) {
      this.state = merge(this.state, entry);
      this.next += 1;
    }
    return this.state;
  }

  private atStart(): RoadshowState {
    return this.replay.start as unknown as RoadshowState;
  }
}
