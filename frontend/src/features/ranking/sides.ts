import type { RankingFigures, RankingJudged, Rankings, RankingWeights } from '@/api';

/** One of two that are compared: the shipped weights, or a trained ranking. */
export interface Side {
  version: string;
  weights: RankingWeights;
  /** How it finds investors and startups; what was not measured is null. */
  investors: RankingFigures | null;
  startups: RankingFigures | null;
}

/** The trainings, newest first, and at last the shipped weights as judged beside the newest training. */
export function sidesOf({ rankings, shipped }: Rankings): Side[] {
  const judged: RankingJudged | null | undefined = rankings.find(({ judged }) => judged)?.judged;
  return [
    ...rankings.map(({ version, weights, judged }) => ({
      version,
      weights,
      investors: judged?.investors ?? null,
      startups: judged?.startups ?? null,
    })),
    { version: 'shipped', weights: shipped, investors: judged?.shipped ?? null, startups: null },
  ];
}
