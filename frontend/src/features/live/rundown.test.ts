import { describe, expect, it } from 'vitest';
import { room } from './fake';
import { type Planned, rundownOf } from './rundown';

const START = Date.parse('2026-03-05T06:00:00Z');
const MINUTE = 60_000;
const planned = (fixed: Record<string, number> = {}): Planned => ({
  starts_at: new Date(START).toISOString(),
  agenda: ['a', 'b', 'c'].map((id) => ({ id, begins_after: fixed[id] ?? null })) as Planned['agenda'],
});
const minutes = (found: (number | null)[]) => found.map((one) => one && (one - START) / MINUTE);
// Three lines of eight minutes.
const timer = (left: number, isRunning = true) => ({
  seconds: 480,
  ends_at: isRunning ? new Date(START + 10 * MINUTE + left).toISOString() : null,
  left_ms: left,
});

describe('the rundown of an evening', () => {
  it('is the plan before it begins', () => {
    const found = rundownOf(room({ phase: 'published', item_id: null }), planned(), START - 60 * MINUTE);
    expect(minutes(found.begins)).toEqual([0, 8, 16]);
    expect(minutes([found.ends])).toEqual([24]);
    expect(found.lateMs).toBe(0);
  });

  it('follows the clock of the stage', () => {
    const found = rundownOf(room({ timer: timer(3 * MINUTE) }), planned(), START + 10 * MINUTE);
    expect(minutes(found.begins)).toEqual([null, null, 13]);
    expect(minutes([found.ends])).toEqual([21]);
    expect(found.lateMs).toBe(-3 * MINUTE);
  });

  it('waits for a clock that stands, and for a line that runs over', () => {
    const standing = rundownOf(room({ timer: timer(8 * MINUTE, false) }), planned(), START + 20 * MINUTE);
    expect(minutes(standing.begins)).toEqual([null, null, 28]);
    const over = rundownOf(room({ timer: timer(-5 * MINUTE) }), planned(), START + 30 * MINUTE);
    expect(minutes(over.begins)).toEqual([null, null, 30]);
    expect(over.lateMs).toBe(14 * MINUTE);
  });

  it('keeps a time a line was given, unless it is late already', () => {
    const early = rundownOf(room({ timer: timer(MINUTE) }), planned({ c: 30 }), START + 10 * MINUTE);
    expect(minutes(early.begins)).toEqual([null, null, 30]);
    expect(early.lateMs).toBe(0);
    const late = rundownOf(room({ timer: timer(-MINUTE) }), planned({ c: 30 }), START + 40 * MINUTE);
    expect(minutes(late.begins)).toEqual([null, null, 40]);
  });

  it('says nothing of what is over', () => {
    const found = rundownOf(room({ phase: 'ended', item_id: null }), planned(), START);
    expect(found).toEqual({ begins: [null, null, null], ends: null, lateMs: 0 });
  });
});
