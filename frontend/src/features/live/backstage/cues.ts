import type { RoomCue } from '@/api';
import type { StageTimer } from '../room';
import { leftMs } from '../timer';

export const CUES = ['two_minutes', 'half_minute', 'stop'] as const;
export type Cue = (typeof CUES)[number];
/** What a speaker's page is lit with; `on`: on stage, with time enough. */
export type Light = 'on' | Cue;

const RANK: Record<Light, number> = { on: 0, two_minutes: 1, half_minute: 2, stop: 3 };
const MINUTE = 60_000;

/** By the clock of the stage. A line that is no longer than a light says is not lit by it from its beginning. */
export function clockLight(timer: StageTimer | null, now: number): Light {
  if (!timer) return 'on';
  const left = leftMs(timer, now);
  if (left <= 0) return 'stop';
  if (left <= MINUTE / 2 && timer.seconds > 30) return 'half_minute';
  return left <= 2 * MINUTE && timer.seconds > 120 ? 'two_minutes' : 'on';
}

/** The more urgent of what the clock says and what a hand says to the speaker of this line. */
export function lightOf(timer: StageTimer | null, cue: RoomCue | null, line: string, now: number): Light {
  const byClock = clockLight(timer, now);
  const byHand = cue?.line === line && cue.light ? cue.light : 'on';
  return RANK[byHand] > RANK[byClock] ? byHand : byClock;
}
