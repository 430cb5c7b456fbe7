import type { StageTimer } from './room';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** What is left at `now` (server time), in milliseconds; below zero it is the overrun. */
export function leftMs({ ends_at, left_ms }: StageTimer, now: number): number {
  return ends_at === null ? left_ms : Date.parse(ends_at) - now;
}

/** Whole seconds as people count them down: 0 is reached when the time is over, and the overrun starts a second later. */
const seconds = (left: number) => Math.ceil(left / SECOND);

export const isOver = (left: number): boolean => seconds(left) < 0;

/** 07:30 left, +00:12 over. Minutes go on above 59. */
export function clock(left: number): string {
  const whole = Math.abs(seconds(left));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${isOver(left) ? '+' : ''}${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
}

/** When a timer that starts at `now` (server time) is over, as commands say it. */
export function endFor(timer: StageTimer, now: number): string {
  return new Date(now + leftMs(timer, now)).toISOString();
}

/** The same timer started or stopped at `now`, or with a minute more. */
export const started = (timer: StageTimer, now: number): StageTimer => ({
  ...timer,
  ends_at: endFor(timer, now),
});

export const stopped = (timer: StageTimer, now: number): StageTimer => ({
  ...timer,
  ends_at: null,
  left_ms: Math.round(leftMs(timer, now)),
});

export const afresh = (timer: StageTimer): StageTimer => ({
  ...timer,
  ends_at: null,
  left_ms: timer.seconds * SECOND,
});

export function withMinuteMore(timer: StageTimer): StageTimer {
  if (timer.ends_at === null) return { ...timer, left_ms: timer.left_ms + MINUTE };
  return { ...timer, ends_at: new Date(Date.parse(timer.ends_at) + MINUTE).toISOString() };
}

/** Whether two timers show the same, whatever the time is. */
export function sameTimer(one: StageTimer | null, other: StageTimer | null): boolean {
  if (one === null || other === null) return one === other;
  if (one.ends_at === null || other.ends_at === null)
    return one.ends_at === other.ends_at && one.left_ms === other.left_ms;
  return Date.parse(one.ends_at) === Date.parse(other.ends_at);
}
