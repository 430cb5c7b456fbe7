import { expect, test } from 'vitest';
import { barsOption, cellOf, type Desk, nameOf, rankedOf, scoreOf, warningsOf } from './words';

const sheet = (judge: string, pitch: string, changes: object = {}) =>
  ({ judge, pitch, is_complete: true, is_abstained: false, score: 70, ...changes }) as Desk['sheets'][number];
const desk = {
  conflicts: [{ judge: 'a', pitch: 'p' }] as Desk['conflicts'],
  sheets: [
    sheet('a', 'p', { score: null }),
    sheet('a', 'q'),
    sheet('b', 'p', { is_abstained: true, is_complete: false, score: null }),
    sheet('b', 'q', { is_complete: false, score: null }),
  ],
};

test('a judge and a pitch are one word to each other, and a conflict stands before what was given', () => {
  expect(['p', 'q', 'r'].map((pitch) => cellOf(desk, 'a', pitch))).toEqual(['conflict', 'done', 'none']);
  expect(['p', 'q'].map((pitch) => cellOf(desk, 'b', pitch))).toEqual(['abstained', 'partial']);
  expect([scoreOf(desk, 'a', 'q'), scoreOf(desk, 'a', 'p'), scoreOf(desk, 'c', 'p')]).toEqual([
    70,
    null,
    null,
  ]);
});

test('the ranking names pitches that are on the run of show, and draws a bar for each figure', () => {
  const pitches = [{ id: 'p', title: 'Chip' }] as Desk['pitches'];
  const results = [{ pitch: 'gone' }, { pitch: 'p', score: 80 }] as Desk['results'];
  expect(rankedOf({ pitches, results }, ({ title }) => title).map(({ title }) => title)).toEqual(['Chip']);
  const option = barsOption({ head: ['Pitch', 'Score', 'Mean'], rows: [['Chip', 80, 75]] });
  expect(option.series).toEqual([
    { type: 'bar', name: 'Score', data: [80] },
    { type: 'bar', name: 'Mean', data: [75] },
  ]);
});

test('who was forgotten is a number', () => {
  const judge = (name: string) => ({ name }) as Parameters<typeof nameOf>[0];
  const nameless = (number: number) => `Judge ${number}`;
  expect([nameOf(judge('Chen'), 0, nameless), nameOf(judge(''), 1, nameless)]).toEqual(['Chen', 'Judge 2']);
});

test('a host is told what cannot be judged, what was not, and where judges are not equally many', () => {
  const pitch = (id: string, stage: string) => ({ id, stage }) as Desk['pitches'][number];
  const pitches = [pitch('a', 'seed'), pitch('b', 'series_a'), pitch('c', 'seed')];
  const criteria = [{ stages: ['seed'] }] as Desk['criteria'];
  const named = (one: { id: string }) => one.id;
  expect(warningsOf({ pitches, criteria, results: [] }, named)).toEqual([
    { kind: 'no_rubric', titles: ['b'] },
  ]);
  const result = (id: string, judges: number) => ({ pitch: id, judges }) as Desk['results'][number];
  expect(warningsOf({ pitches, criteria, results: [result('a', 2)] }, named)).toEqual([
    { kind: 'no_rubric', titles: ['b'] },
    { kind: 'unscored', titles: ['c'] },
  ]);
  const all = { pitches: [pitch('a', 'seed'), pitch('c', 'seed')], criteria };
  expect(warningsOf({ ...all, results: [result('a', 2), result('c', 1)] }, named)).toEqual([
    { kind: 'unequal', fewest: 1, most: 2 },
  ]);
});
