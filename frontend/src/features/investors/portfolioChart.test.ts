import { expect, test } from 'vitest';
import { sectorTable, yearsOf } from './portfolioChart';

const summary = {
  by_year: [
    { year: 2023, deals: 2, amount_usd: 0 },
    { year: 2020, deals: 1, amount_usd: 0 },
  ],
  by_sector: [
    { sector: '', deals: 9 },
    { sector: 'AI', deals: 1 },
    { sector: 'BIO', deals: 3 },
  ],
};

test('quiet years stand in the row with nothing', () => {
  expect(yearsOf(summary).map(({ deals }) => deals)).toEqual([1, 0, 0, 2]);
  expect(yearsOf({ by_year: [], by_sector: [] })).toEqual([]);
});

test('sectors are named, strongest first, and what has none is summed at the end', () => {
  expect(sectorTable(summary, ['s', 'n'], (code) => `S:${code}`, 'rest').rows).toEqual([
    ['S:BIO', 3],
    ['S:AI', 1],
    ['rest', 9],
  ]);
});
