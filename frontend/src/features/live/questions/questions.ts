import type {
  RoomAudienceState,
  RoomBackstageState,
  RoomDeskQuestion,
  RoomOwnQuestion,
  RoomParticipantState,
  RoomQuestion,
  RoomTeamState,
} from '@/api';
import { merge } from '@/app/live/merge';
import type { FeedEvent } from '@/app/live/place';

export type AudienceState = RoomAudienceState;
/** What the organizers' feed says. */
export type BackstageState = RoomBackstageState & RoomTeamState;
export type ParticipantState = RoomParticipantState;
export type Question = RoomQuestion;
export type DeskQuestion = RoomDeskQuestion;
export type OwnQuestion = RoomOwnQuestion;
export type QuestionState = Question['state'];

export const backstageFeedOf = (event: string) => `roadshow:${event}:organizers`;

/** Always the same functions, as `useFeed` wants them. */
export const reduceBackstage = (state: BackstageState, event: FeedEvent) => merge(state, event);
export const reduceParticipant = (state: ParticipantState, event: FeedEvent) => merge(state, event);

export type Order = 'votes' | 'newest';

const SETTLED: readonly QuestionState[] = ['answered', 'deferred'];
export const isOpen = ({ state }: Pick<Question, 'state'>) => !SETTLED.includes(state);

const time = ({ asked_at }: { asked_at: string }) => Date.parse(asked_at);
const byOrder: Record<Order, (a: Question, b: Question) => number> = {
  votes: (a, b) => b.votes - a.votes || time(a) - time(b),
  newest: (a, b) => time(b) - time(a),
};

/** What everybody reads: the one on the screen, then the open ones in the asked order, then what is dealt with. */
export function inOrder(questions: Record<string, Question>, order: Order): Question[] {
  const rank = (one: Question) => (one.state === 'on_screen' ? 0 : isOpen(one) ? 1 : 2);
  return Object.values(questions).sort((a, b) => rank(a) - rank(b) || byOrder[order](a, b));
}

/** The question the hall's screen shows, if there is one. */
export const onScreen = ({ questions }: Pick<AudienceState, 'questions'>) =>
  Object.values(questions).find(({ state }) => state === 'on_screen') ?? null;

export type Pile = 'queue' | 'open' | 'settled' | 'hidden';
export const PILES: readonly Pile[] = ['queue', 'open', 'settled', 'hidden'];

const PILE: Record<DeskQuestion['state'], Pile> = {
  queue: 'queue',
  visible: 'open',
  on_screen: 'open',
  answered: 'settled',
  deferred: 'settled',
  hidden: 'hidden',
};

/** What lies on the host's desk, by what is still to be done with it: what waits by its time, what is shown by its votes. */
export function pilesOf(
  { desk }: Pick<BackstageState, 'desk'>,
  questions: Record<string, Pick<Question, 'votes'>>,
): Record<Pile, DeskQuestion[]> {
  const piles: Record<Pile, DeskQuestion[]> = { queue: [], open: [], settled: [], hidden: [] };
  for (const one of Object.values(desk)) piles[PILE[one.state]].push(one);
  const votes = ({ id }: DeskQuestion) => questions[id]?.votes ?? 0;
  const first = ({ state }: DeskQuestion) => Number(state === 'on_screen');
  piles.queue.sort((a, b) => time(a) - time(b));
  piles.open.sort((a, b) => first(b) - first(a) || votes(b) - votes(a) || time(a) - time(b));
  for (const pile of [piles.settled, piles.hidden]) pile.sort((a, b) => time(b) - time(a));
  return piles;
}

/** What may become of a question in each state; as the server has it. */
const MOVES: Record<DeskQuestion['state'], readonly Question['state'][]> = {
  queue: ['visible', 'on_screen'],
  visible: ['on_screen', 'answered', 'deferred'],
  on_screen: ['answered', 'visible', 'deferred'],
  answered: ['visible'],
  deferred: ['visible', 'answered'],
  hidden: ['visible'],
};
/** Nobody would ever answer one that no company was asked. */
export const movesOf = ({ state, has_pitch }: Pick<DeskQuestion, 'state' | 'has_pitch'>) =>
  MOVES[state].filter((to) => to !== 'deferred' || has_pitch);
export const mayHide = ({ state }: Pick<DeskQuestion, 'state'>) => state !== 'hidden';
