import { describe, expect, it } from 'vitest';
import { columnsOption, moneyRows, reachedRow, waitedSteps } from './report';

describe('the report on an event', () => {
  it('says of each group how many came, and no rate of nobody', () => {
    const some = { registered: 10, confirmed: 8, came: 6, stayed_away: 2, no_show_rate: 0.25 };
    expect(reachedRow('普通票', some, 'zh-Hans')).toEqual(['普通票', 10, 8, 6, 2, '25%']);
    const nobody = { registered: 1, confirmed: 0, came: 0, stayed_away: 0, no_show_rate: null };
    expect(reachedRow('贵宾票', nobody, 'zh-Hans').at(-1)).toBe('–');
  });

  it('keeps money to the last fen, and each currency apart', () => {
    const money = (amount: string) => ({ amount, currency: 'HKD' as const });
    const sums = [
      {
        orders: 2,
        paid: money('1234.50'),
        returned: money('0.10'),
        returning: money('0.00'),
        net: money('1234.40'),
      },
    ];
    expect(moneyRows(sums)[0]?.slice(0, 2)).toEqual(['HKD', 2]);
    expect(String(moneyRows(sums)[0]?.at(-1))).toContain('1,234.40');
  });

  it('marks its columns by the clock of the street', () => {
    const arrivals = [{ at: '2026-11-20T06:15:00Z', came: 3 }];
    const { xAxis, series } = columnsOption({ head: ['自', '到场'], rows: [['', 3]] }, arrivals) as {
      xAxis: { data: string[] };
      series: { data: number[] }[];
    };
    expect([xAxis.data, series[0]?.data]).toEqual([['14:15'], [3]]);
    const waited = { joined: 3, accepted: 1, declined: 0, expired: 1, left: 0, in_vain: 1 };
    expect(waitedSteps(waited)).toHaveLength(6);
  });
});
