import { expect, test } from 'vitest';
import type { RankingFigures, Rankings, TrainedRanking } from '@/api';
import { historyOption, judgedOf } from './charts';
import { sidesOf } from './sides';

const figures = (ndcg: number) => ({ ndcg, ndcg_low: ndcg - 0.1, ndcg_high: ndcg + 0.1 }) as RankingFigures;
const judged = (ndcg: number) => ({
  investors: figures(ndcg),
  startups: figures(0.3),
  shipped: figures(0.2),
  popular: figures(0.1),
});
const training = (version: string, trained_on: string, ndcg: number | null) =>
  ({
    version,
    trained_on,
    judged: ndcg === null ? null : judged(ndcg),
    weights: { parts: {} },
  }) as TrainedRanking;
const names = { ndcg: 'nDCG', interval: 'interval', shipped: 'shipped', popular: 'popular' };

test('trainings stand oldest first without those that were not judged, and two of one day are told apart', () => {
  const found = judgedOf([
    training('2026-03-08-cccccccc', '2026-03-08', 0.5),
    training('2026-03-01-bbbbbbbb', '2026-03-01', 0.4),
    training('2026-03-01-aaaaaaaa', '2026-03-01', 0.3),
    training('2026-02-01-0', '2026-02-01', null),
  ]);
  expect(found.map(({ label }) => label)).toEqual(['2026-03-01-aaaa', '2026-03-01-bbbb', '2026-03-08']);
});

test('one training alone is a point between lines drawn across', () => {
  const { series } = historyOption(judgedOf([training('a', '2026-03-01', 0.5)]), names, String) as {
    series: { name: string; data: (number | null)[] }[];
  };
  const data = Object.fromEntries(series.map((one) => [one.name, one.data]));
  expect([data.nDCG, data.shipped]).toEqual([
    [null, 0.5, null],
    [0.2, 0.2, 0.2],
  ]);
});

test('the shipped weights stand last, judged beside the newest training', () => {
  const rankings = [training('b', '2026-03-01', null), training('a', '2026-02-01', 0.5)];
  const sides = sidesOf({ rankings, shipped: { parts: {} } } as unknown as Rankings);
  expect(sides.map(({ version, investors }) => [version, investors?.ndcg ?? null])).toEqual([
    ['b', null],
    ['a', 0.5],
    ['shipped', 0.2],
  ]);
});
