import { expect, test } from 'vitest';
import { afresh, clock, endFor, isOver, leftMs, sameTimer, started, stopped, withMinuteMore } from './timer';

const END = '2026-03-05T06:10:00.000Z';
const running = { seconds: 600, ends_at: END, left_ms: 600_000 };
const standing = { seconds: 600, ends_at: null, left_ms: 90_000 };
const at = (time: string) => Date.parse(`2026-03-05T${time}Z`);

test.each([
  ['full', 480_000, '08:00'],
  ['a started second still counts', 479_001, '08:00'],
  ['the last one', 1, '00:01'],
  ['over', 0, '00:00'],
  ['not yet a second over', -999, '00:00'],
  ['a second over', -1_000, '+00:01'],
  ['long over', -754_000, '+12:34'],
  ['minutes go on', 5_400_000, '90:00'],
])('the clock: %s', (_, left, text) => {
  expect(clock(left)).toBe(text);
});

test('only what shows as overrun is overrun', () => {
  expect([0, -999, -1_000].map(isOver)).toEqual([false, false, true]);
});

test('a running timer goes by the time of the server, a standing one by none', () => {
  expect(leftMs(running, at('06:04:00'))).toBe(360_000);
  expect(leftMs(running, at('06:10:30'))).toBe(-30_000);
  expect(leftMs(standing, at('06:04:00'))).toBe(90_000);
});

test('a phone whose clock is wrong shows the same, by its offset', () => {
  const server = at('06:04:00');
  for (const offset of [-3_600_000, 0, 12_345]) {
    const phone = server - offset;
    expect(leftMs(running, phone + offset)).toBe(360_000);
  }
});

test('a start says when it will be over, and a stop what was left', () => {
  expect(endFor(standing, at('06:00:00'))).toBe('2026-03-05T06:01:30.000Z');
  expect(started(standing, at('06:00:00')).ends_at).toBe('2026-03-05T06:01:30.000Z');
  expect(stopped(running, at('06:04:00'))).toEqual({ seconds: 600, ends_at: null, left_ms: 360_000 });
  expect(stopped(running, at('06:10:12'))).toEqual({ seconds: 600, ends_at: null, left_ms: -12_000 });
  expect(stopped(started(standing, 5_000), 65_000).left_ms).toBe(30_000);
});

test('a minute more, running or not; and from the start', () => {
  expect(withMinuteMore(running).ends_at).toBe('2026-03-05T06:11:00.000Z');
  expect(withMinuteMore(standing)).toEqual({ ...standing, left_ms: 150_000 });
  expect(afresh(running)).toEqual({ seconds: 600, ends_at: null, left_ms: 600_000 });
});

test('timers are the same when they show the same', () => {
  expect(sameTimer(running, { ...running, ends_at: '2026-03-05T14:10:00+08:00' })).toBe(true);
  expect(sameTimer(running, { ...running, left_ms: 1 })).toBe(true);
  expect(sameTimer(standing, { ...standing, left_ms: 1 })).toBe(false);
  expect(sameTimer(running, standing)).toBe(false);
  expect([sameTimer(null, null), sameTimer(null, standing)]).toEqual([true, false]);
});
