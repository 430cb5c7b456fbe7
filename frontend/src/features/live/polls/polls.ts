import type { RoomDeskPoll, RoomPoll } from '@/api';
import type { RoadshowState } from '../room';

export type Poll = RoomPoll;
export type DeskPoll = RoomDeskPoll;
export type PollState = DeskPoll['state'];
/** A poll that was opened is no draft again. */
export type NextState = Exclude<PollState, 'draft'>;

export interface Choice {
  /** Its place, by which it is chosen. */
  place: number;
  text: string;
  /** Null while the result is hidden. */
  votes: number | null;
  /** Of those who answered, in percent. */
  share: number;
  /** Null while it is not known, and in a poll, which knows no right. */
  isRight: boolean | null;
}

type Asked = Pick<Poll, 'kind' | 'choices' | 'voters' | 'right'> & { votes: readonly number[] | null };

/** The choices in their order, with what is known of the result. */
export function choicesOf({ kind, choices, votes, voters, right }: Asked): Choice[] {
  return choices.map((text, place) => {
    const count = votes?.[place] ?? null;
    return {
      place,
      text,
      votes: count,
      share: count && voters ? Math.round((count / voters) * 100) : 0,
      isRight: kind === 'quiz' && right.length > 0 ? right.includes(place) : null,
    };
  });
}

const since = ({ opened_at }: Pick<Poll, 'opened_at'>) => Date.parse(opened_at);

/** What is open before what is over, and each the newest first. */
export function inTurn(polls: Record<string, Poll>): { open: Poll[]; closed: Poll[] } {
  const all = Object.values(polls).sort((a, b) => since(b) - since(a));
  return {
    open: all.filter(({ state }) => state === 'open'),
    closed: all.filter(({ state }) => state === 'closed'),
  };
}

/** The poll the hall's screen shows, if there is one. */
export const pollOnScreen = (polls: Record<string, Poll>): Poll | null =>
  Object.values(polls).find(({ is_on_screen }) => is_on_screen) ?? null;

/** After one more tap: of one choice the other one, of several one more or less. No more than may be chosen. */
export function tapped({ most }: Pick<Poll, 'most'>, chosen: readonly number[], place: number): number[] {
  if (most === 1) return [place];
  if (chosen.includes(place)) return chosen.filter((one) => one !== place);
  return chosen.length < most ? [...chosen, place].sort((a, b) => a - b) : [...chosen];
}

const RANK: Record<PollState, number> = { open: 0, draft: 1, closed: 2, archived: 3 };
const made = ({ created_at }: Pick<DeskPoll, 'created_at'>) => Date.parse(created_at);

/** What runs, then what is prepared in its order, then what is over with the newest first. */
export function onDesk(polls: Record<string, DeskPoll>): DeskPoll[] {
  const isOver = ({ state }: DeskPoll) => state === 'closed' || state === 'archived';
  return Object.values(polls).sort(
    (a, b) => RANK[a.state] - RANK[b.state] || (isOver(a) ? made(b) - made(a) : made(a) - made(b)),
  );
}

/**
 * What may become of a poll in each state, as the server has it: nothing is opened before the room is or after its evening, and a quiz
 * whose answer was shown no more.
 */
export function movesOf(
  { state, kind }: Pick<DeskPoll, 'state' | 'kind'>,
  phase: RoadshowState['phase'],
): NextState[] {
  const mayOpen = phase === 'published' || phase === 'live';
  switch (state) {
    case 'draft':
      return mayOpen ? ['open'] : [];
    case 'open':
      return ['closed'];
    case 'closed':
      return mayOpen && kind === 'poll' ? ['open', 'archived'] : ['archived'];
    case 'archived':
      return ['closed'];
  }
}
