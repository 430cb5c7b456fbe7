import { describe, expect, it } from 'vitest';
import { barsOption, daysOption, daysTable, shareOf, stepsOf } from './figures';

const NAMES = { day: '日期', registered: '报名', cancelled: '取消', all: '累计' };

describe('figures of an event', () => {
  it('add the sign-ups up, whatever was given back', () => {
    const days = [
      { day: '2026-11-05', registered: 3, cancelled: 0 },
      { day: '2026-11-06', registered: 0, cancelled: 2 },
      { day: '2026-11-07', registered: 4, cancelled: 1 },
    ];
    const table = daysTable(days, NAMES);
    expect(table.rows.map((row) => row[3])).toEqual([3, 3, 7]);
    const { series } = daysOption(table) as { series: { data: number[] }[] };
    expect(series.map(({ data }) => data)).toEqual([
      [3, 0, 4],
      [0, 2, 1],
      [3, 3, 7],
    ]);
  });

  it('leave out the steps of money where nothing costs any', () => {
    expect(stepsOf({ registered: 5, owed: 0, paid: 0, confirmed: 4 })).toEqual([
      ['registered', 5],
      ['confirmed', 4],
    ]);
    expect(stepsOf({ registered: 5, owed: 3, paid: 2, confirmed: 4 })).toHaveLength(4);
  });

  it('draw a bar for each column but the names', () => {
    const table = { head: ['票种', '报名', '占位'], rows: [['普通票', 3, 2]] };
    const { series } = barsOption(table) as { series: { name: string; data: number[] }[] };
    expect(series.map(({ name, data }) => [name, data])).toEqual([
      ['报名', [3]],
      ['占位', [2]],
    ]);
    expect([shareOf(1, 4), shareOf(0, 0)]).toEqual([0.25, 0]);
  });
});
