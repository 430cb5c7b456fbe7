import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { LoadingState } from '@/shared/states/LoadingState';
import live from '../live.module.css';
import type { RoadshowState } from '../room';
import type { EventDetail, Roadshow } from '../useRoadshow';
import { OwnQuestions } from './OwnQuestions';
import { QuestionRow } from './QuestionRow';
import { inOrder, type Order, type ParticipantState } from './questions';
import css from './questions.module.css';
import type { Participation } from './useParticipant';
import { useVotes } from './useVotes';

// Fields of a form, which whoever only follows does not need.
const AskForm = lazy(() => import('./AskForm').then((found) => ({ default: found.AskForm })));

interface QuestionsProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
  participation: Participation;
  own: ParticipantState | null;
}

const ORDERS: readonly Order[] = ['votes', 'newest'];

/** What the room wants to know: read by everybody, asked and voted for by who is known in it. */
export function Questions({ event, state, room, participation, own }: QuestionsProps) {
  const { t } = useTranslation('questions');
  const [order, setOrder] = useState<Order>('votes');
  const { me } = participation;
  const votes = useVotes(event.id, own?.voted ?? {}, room.command);
  const shown = inOrder(state.questions, order);
  const takes = state.takes_questions && (state.phase === 'live' || state.phase === 'published');
  return (
    <section className={live.panel} aria-labelledby="questions">
      <div className={css.head}>
        <h2 id="questions">{t('title')}</h2>
        <p className={css.counts}>{t('counts', { ...state.counts })}</p>
      </div>
      {takes ? (
        <Asking event={event} room={room} participation={participation} isMuted={own?.is_muted ?? false} />
      ) : (
        <p className={live.quiet}>{t('closed')}</p>
      )}
      {own ? <OwnQuestions mine={own.mine} shown={state.questions} /> : null}
      {shown.length > 1 ? (
        <fieldset className={css.orders} aria-label={t('order.label')}>
          {ORDERS.map((one) => (
            <button key={one} type="button" aria-pressed={one === order} onClick={() => setOrder(one)}>
              {t(`order.${one}`)}
            </button>
          ))}
        </fieldset>
      ) : null}
      {shown.length === 0 ? <p className={live.quiet}>{t('empty')}</p> : null}
      <p role="alert" className={css.refusal}>
        {votes.refusal}
      </p>
      <ol className={css.list}>
        {shown.map((one) => (
          <QuestionRow
            key={one.id}
            question={one}
            isOwn={Boolean(own?.mine[one.id])}
            votes={votes}
            mayVote={me !== null && !own?.is_muted && room.connection === 'live'}
          />
        ))}
      </ol>
    </section>
  );
}

interface AskingProps {
  event: EventDetail;
  room: Roadshow['room'];
  participation: Participation;
  isMuted: boolean;
}

/** The form, or what is missing to it. */
function Asking({ event, room, participation: { me, isKnown, refusal }, isMuted }: AskingProps) {
  const { t } = useTranslation('questions');
  if (isMuted) return <p className={css.note}>{t('muted')}</p>;
  if (me)
    return (
      <Suspense fallback={<LoadingState height={150} />}>
        <AskForm event={event.id} room={room} name={me.name} />
      </Suspense>
    );
  if (!isKnown) return null;
  return (
    <div className={css.note}>
      {refusal ? <p role="alert">{refusal}</p> : null}
      <p>{t('who')}</p>
      <p className={css.ways}>
        <AppLink href={`/login?next=${encodeURIComponent(`/rooms/${event.id}`)}`}>{t('sign_in')}</AppLink>
        <AppLink href="/me/tickets">{t('by_ticket')}</AppLink>
      </p>
    </div>
  );
}
