import { expect, test } from 'vitest';
import { firmReasons, startupReasons, type Words } from './words';

const words: Words = {
  sector: (code) => `S:${code}`,
  stage: (code) => `G:${code}`,
  place: (path) => `P:${path}`,
  list: (parts) => parts.join('+'),
  say: (key, values = {}) => [key, ...Object.values(values)].join(':'),
};
type Shared = Parameters<typeof startupReasons>[0][number];
const part = (code: string, value: number, common: string[] = [], figures = {}) =>
  ({ code, value, common, figures }) as Shared;

test('startups share a leaf, a branch or a neighbour, and stand rounds apart', () => {
  const said = (...parts: Shared[]) => startupReasons(parts, words);
  expect(said(part('sector', 1, ['AI_CV']), part('stage', 0.5, ['seed'], { steps: 1 }))).toEqual([
    'sector.same:S:AI_CV',
    'stage.apart:1',
  ]);
  expect(
    said(part('sector', 0.6, ['AI']), part('sector', 0.3, ['EDA']), part('stage', 1, ['seed'], { steps: 0 })),
  ).toEqual(['sector.top:S:AI', 'sector.near:S:EDA', 'stage.same']);
});

test('what is too little to be a reason is not said, nor is a country', () => {
  expect(
    startupReasons(
      [
        part('amount', 0.4),
        part('space', 0.2),
        part('words', 0.1),
        part('place', 0.1, ['cn']),
        part('new', 1),
      ],
      words,
    ),
  ).toEqual([]);
});

test('firms name their common deals first, and at most four reasons', () => {
  expect(
    firmReasons(
      [
        part('deals', 1, ['Lan', 'Yu'], { deals: 7 }),
        part('sector', 0.9, ['AI', 'SEMI']),
        part('space', 0.8),
        part('profile', 0.7, ['a']),
        part('place', 0.9, ['cn/guangdong/shenzhen']),
      ],
      words,
    ),
  ).toEqual(['deals:7deals_names:Lan+Yu', 'sectors:S:AI+S:SEMI', 'space.firm', 'stages:G:a']);
});
