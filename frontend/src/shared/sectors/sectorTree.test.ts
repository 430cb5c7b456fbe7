import { expect, test } from 'vitest';
import { sectorForest, sectorMatches, sectorPath } from './sectorTree';

const rows = [
  { code: 'AI', parent: '', name: '人工智能', aliases: ['artificial intelligence', 'rengongzhineng'] },
  { code: 'AI_CHIP', parent: 'AI', name: '智能芯片' },
  { code: 'BIO', parent: '', name: '生物医药' },
  { code: 'LOST', parent: 'GONE', name: '孤儿' },
];

test('rows become a forest in their order and orphans stand at the top', () => {
  const forest = sectorForest(rows);
  expect(forest.map(({ code }) => code)).toEqual(['AI', 'BIO', 'LOST']);
  expect(forest[0]?.children.map(({ code }) => code)).toEqual(['AI_CHIP']);
});

test('a path runs from the top to the sector', () => {
  expect(sectorPath(rows, 'AI_CHIP').map(({ name }) => name)).toEqual(['人工智能', '智能芯片']);
  expect(sectorPath(rows, 'NONE')).toEqual([]);
});

test('a ring of parents ends', () => {
  const ring = [
    { code: 'A', parent: 'B', name: 'a' },
    { code: 'B', parent: 'A', name: 'b' },
  ];
  expect(sectorPath(ring, 'A').map(({ code }) => code)).toEqual(['B', 'A']);
});

test.each(['智能', 'Artificial', 'rengong', 'ai', ' '])('%s finds the sector', (typed) => {
  expect(sectorMatches(rows[0] as never, typed)).toBe(true);
});

test('another word does not find it', () => {
  expect(sectorMatches(rows[0] as never, 'robot')).toBe(false);
});
