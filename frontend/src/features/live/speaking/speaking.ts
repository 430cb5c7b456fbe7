import type { SpeakerLine, SpeakersView } from '@/api';
import { marksOf, type RoadshowState } from '../room';

export type View = SpeakersView;
export type OwnLine = SpeakerLine;

/** The line the page shows first: the one on stage, the next of them to come, or the last. */
export function firstOf(lines: readonly OwnLine[], state: RoadshowState): OwnLine | undefined {
  const marks = marksOf(state);
  const markOf = ({ id }: OwnLine) => marks[state.items.findIndex((item) => item.id === id)];
  return (
    lines.find((line) => markOf(line) === 'now') ??
    lines.find((line) => markOf(line) !== 'done' && markOf(line) !== undefined) ??
    lines.at(-1)
  );
}

export type Standing = 'before' | 'now' | 'next' | 'later' | 'done' | 'over';

/** Where a speaker's line is in the evening, and how many lines stand before it. */
export function standingOf(state: RoadshowState, line: string): { standing: Standing; ahead: number } {
  const index = state.items.findIndex(({ id }) => id === line);
  const at = state.items.findIndex(({ id }) => id === state.item_id);
  const ahead = Math.max(index - Math.max(at, 0), 0);
  if (state.phase === 'ended' || state.phase === 'cancelled') return { standing: 'over', ahead: 0 };
  if (state.phase !== 'live') return { standing: 'before', ahead };
  return { standing: marksOf(state)[index] ?? 'later', ahead };
}

/** What is asked of this line and not dealt with, most wanted first. */
export function askedOf({ questions }: Pick<RoadshowState, 'questions'>, line: string) {
  return Object.values(questions)
    .filter((one) => one.line === line && (one.state === 'visible' || one.state === 'on_screen'))
    .sort((a, b) => b.votes - a.votes || Date.parse(a.asked_at) - Date.parse(b.asked_at));
}
