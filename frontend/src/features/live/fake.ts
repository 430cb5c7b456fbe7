import type { Line, RoadshowState } from './room';

/** A room for tests: three lines, the second of them on stage, with three pages. */
const line = (id: string, changes: Partial<Line> = {}): Line => ({
  id,
  kind: 'pitch',
  title: `Line ${id}`,
  title_en: '',
  speaker: '',
  minutes: 8,
  ...changes,
});

export function room(changes: Partial<RoadshowState>): RoadshowState {
  return {
    phase: 'live',
    items: [line('a'), line('b'), line('c')],
    item_id: 'b',
    pages: 3,
    page: 1,
    timer: { seconds: 480, ends_at: null, left_ms: 480_000 },
    takes_questions: true,
    questions: {},
    polls: {},
    announcements: {},
    has_replay: false,
    counts: { asked: 0, answered: 0, hidden: 0 },
    ...changes,
  };
}
