import type { JudgesPitch, JudgesView, JudgingCriterion } from '@/api';
import type { Content, Kept } from './keeper';

export type View = JudgesView;
export type Pitch = JudgesPitch;
export type Criterion = JudgingCriterion;

/** The criteria for pitches of a stage, in their order; as the server has it. */
export function applying(rubric: readonly Criterion[], stage: string): Criterion[] {
  return rubric.filter(({ stages }) => stages.length === 0 || stages.some((one) => one === stage));
}

/** What the server keeps of a pitch, as a sheet that can be filled in. */
export function contentOf(sheet: Pitch['sheet']): Content {
  if (!sheet) return { points: {}, is_abstained: false, comment: '' };
  return {
    points: Object.fromEntries(sheet.points.map(({ criterion, value }) => [criterion, value])),
    is_abstained: sheet.is_abstained,
    comment: sheet.comment,
  };
}

/** What is on the page: what waits on this phone, or else what is saved. */
export const shownOf = (pitch: Pitch, kept: Kept | undefined): Content =>
  kept?.content ?? contentOf(pitch.sheet);

/** Without points for what is not judged any more: a pitch of another stage has another rubric. */
export function within(criteria: readonly Criterion[], content: Content): Content {
  const known = new Set(criteria.map(({ id }) => id));
  const points = Object.fromEntries(Object.entries(content.points).filter(([id]) => known.has(id)));
  return { ...content, points };
}

export type Standing =
  | 'conflict'
  | 'refused'
  | 'sending'
  | 'waiting'
  | 'abstained'
  | 'saved'
  | 'partial'
  | 'empty';

/** How far a pitch is, in one word. */
export function standingOf(pitch: Pitch, kept: Kept | undefined, isOffline: boolean): Standing {
  if (pitch.conflict) return 'conflict';
  if (kept?.refusal) return 'refused';
  if (kept) return isOffline ? 'waiting' : 'sending';
  if (!pitch.sheet) return 'empty';
  if (pitch.sheet.is_abstained) return 'abstained';
  return pitch.sheet.is_complete ? 'saved' : 'partial';
}

/** From so many points of 100 on, a judge is told that their last scores lie apart from their own earlier ones. */
export const DRIFT_FROM = 10;
