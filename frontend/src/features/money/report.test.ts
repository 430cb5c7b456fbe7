import { describe, expect, it } from 'vitest';
import type { BookedLine } from '@/api';
import { currenciesOf, linesOption, linesTable } from './report';

const money = (amount: string, currency: 'CNY' | 'HKD' = 'CNY') => ({ amount, currency });
const line = (key: string, currency: 'CNY' | 'HKD', gross: string, name = ''): BookedLine => ({
  ...{ key, name, currency, orders: 1, gross: money(gross, currency), returned: money('0.00', currency) },
  ...{ fees: money('3.00', currency), net: money('97.00', currency), tax: money('5.66', currency) },
  ...{ fees_unknown: 0, returned_at_gateway: money('0.00', currency) },
});
const NAMES = { label: '月份', gross: '收款', returned: '退款', fees: '手续费', net: '净额' };

describe('the report of money', () => {
  const lines = [
    line('2026-11', 'CNY', '100.00'),
    line('2026-10', 'HKD', '80.00'),
    line('2026-10', 'CNY', '50.00'),
  ];

  it('keeps currencies apart and begins with the oldest month', () => {
    expect(currenciesOf(lines)).toEqual(['CNY', 'HKD']);
    expect(linesTable(lines, 'CNY', NAMES).rows).toEqual([
      ['2026-10', '50.00', '0.00', '3.00', '97.00'],
      ['2026-11', '100.00', '0.00', '3.00', '97.00'],
    ]);
  });

  it('draws one bar for each sum', () => {
    const option = linesOption(linesTable([line('id', 'CNY', '1.50', '闭门路演')], 'CNY', NAMES));
    expect(option.series).toHaveLength(4);
    expect(option.xAxis).toMatchObject({ data: ['闭门路演'] });
  });
});
