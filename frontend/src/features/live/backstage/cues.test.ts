import { describe, expect, it } from 'vitest';
import type { RoomCue } from '@/api';
import type { StageTimer } from '../room';
import { clockLight, lightOf } from './cues';

const NOW = Date.parse('2026-03-05T14:00:00Z');
const running = (left: number, seconds = 480): StageTimer => ({
  seconds,
  ends_at: new Date(NOW + left).toISOString(),
  left_ms: seconds * 1000,
});
const cue = (light: RoomCue['light'], line = 'mine'): RoomCue => ({
  line,
  light,
  note: '',
  given_at: '2026-03-05T13:59:00Z',
});

describe('the lights of a speaker', () => {
  it.each([
    [120_001, 'on'],
    [120_000, 'two_minutes'],
    [30_001, 'two_minutes'],
    [30_000, 'half_minute'],
    [1, 'half_minute'],
    [0, 'stop'],
    [-5_000, 'stop'],
  ] as const)('with %d ms left say %s', (left, light) => {
    expect(clockLight(running(left), NOW)).toBe(light);
  });

  it('do not light a short line from its beginning', () => {
    expect(clockLight(running(120_000, 120), NOW)).toBe('on');
    expect(clockLight(running(30_000, 30), NOW)).toBe('on');
    expect(clockLight(running(30_000, 120), NOW)).toBe('half_minute');
  });

  it('show the more urgent of clock and hand', () => {
    expect(lightOf(running(300_000), cue('stop'), 'mine', NOW)).toBe('stop');
    expect(lightOf(running(10_000), cue('two_minutes'), 'mine', NOW)).toBe('half_minute');
    expect(lightOf(null, null, 'mine', NOW)).toBe('on');
  });

  it('are for the line they were given for', () => {
    expect(lightOf(running(300_000), cue('stop', 'other'), 'mine', NOW)).toBe('on');
    expect(lightOf(running(300_000), cue(''), 'mine', NOW)).toBe('on');
  });
});
