import { expect, test } from 'vitest';
import { applying, type Criterion, contentOf, type Pitch, shownOf, standingOf, within } from './words';

const criterion = (id: string, stages: string[] = []) => ({ id, stages }) as Criterion;
const RUBRIC = [criterion('team'), criterion('proof', ['seed', 'angel']), criterion('revenue', ['series_a'])];
const SHEET = {
  edition: 2,
  points: [{ criterion: 'team', value: 8 }],
  is_abstained: false,
  is_complete: true,
  comment: 'clear',
} as NonNullable<Pitch['sheet']>;
const pitch = (changes: Partial<Pitch> = {}) => ({ sheet: null, conflict: null, ...changes }) as Pitch;
const content = contentOf(SHEET);

test('a pitch is judged by what is for all and by what is for its stage', () => {
  const idsFor = (stage: string) => applying(RUBRIC, stage).map(({ id }) => id);
  expect([idsFor('seed'), idsFor('series_a'), idsFor('')]).toEqual([
    ['team', 'proof'],
    ['team', 'revenue'],
    ['team'],
  ]);
});

test('what waits on this phone stands before what is saved, and points of another rubric go', () => {
  const waiting = { points: { team: 3, revenue: 5 }, is_abstained: false, comment: '' };
  expect(shownOf(pitch({ sheet: SHEET }), { content: waiting, edition: 2 })).toEqual(waiting);
  expect(shownOf(pitch({ sheet: SHEET }), undefined)).toEqual({
    points: { team: 8 },
    is_abstained: false,
    comment: 'clear',
  });
  expect(within(applying(RUBRIC, 'seed'), waiting).points).toEqual({ team: 3 });
});

test('a pitch is in one word, the most urgent one first', () => {
  const kept = { content, edition: 2 };
  const refused = { ...kept, refusal: { code: 'judging.panel_not_open', detail: '' } };
  const conflict = { declared_by: 'judge' } as Pitch['conflict'];
  expect([
    standingOf(pitch({ conflict }), kept, true),
    standingOf(pitch(), refused, false),
    standingOf(pitch(), kept, true),
    standingOf(pitch(), kept, false),
    standingOf(pitch(), undefined, true),
    standingOf(pitch({ sheet: SHEET }), undefined, true),
    standingOf(pitch({ sheet: { ...SHEET, is_complete: false } }), undefined, false),
    standingOf(pitch({ sheet: { ...SHEET, is_abstained: true } }), undefined, false),
  ]).toEqual(['conflict', 'refused', 'waiting', 'sending', 'empty', 'saved', 'partial', 'abstained']);
});
