import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '@/app/viewer';
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

/** So many before the page goes on to what comes after them. */
const FIRST = 10;
const ORDERS: readonly Order[] = ['votes', 'newest'];

/** What the room wants to know: read by everybody, asked and voted for by who is known in it. */
export function Questions({ event, state, room, participation, own }: QuestionsProps) {
  const { t } = useTranslation('questions');
  const [order, setOrder] = useState<Order>('votes');
  const { me } = participation;
  const votes = useVotes(event.id, own?.voted ?? {}, room.command);
  const [isWhole, setIsWhole] = useState(false);
  const all = inOrder(state.questions, order);
  const shown = isWhole ? all : all.slice(0, FIRST);
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
      {me ? null : <Missing participation={participation} event={event.id} />}
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
      {all.length > shown.length ? (
        <button type="button" className={css.link} onClick={() => setIsWhole(true)}>
          {t('more', { count: all.length - shown.length })}
        </button>
      ) : null}
    </section>
  );
}

interface AskingProps {
  event: EventDetail;
  room: Roadshow['room'];
  participation: Participation;
  isMuted: boolean;
}

/** The form of who is known in the room. */
function Asking({ event, room, participation: { me }, isMuted }: AskingProps) {
  const { t } = useTranslation('questions');
  if (!me) return null;
  return (
    <>
      {isMuted ? <p className={css.note}>{t('muted')}</p> : null}
      <Suspense fallback={<LoadingState height={150} />}>
        <AskForm event={event.id} room={room} name={me.name} isOff={isMuted} />
      </Suspense>
    </>
  );
}

/** What somebody who is not known in the room does about it. */
function Missing({ participation, event }: { participation: Participation; event: string }) {
  const { t } = useTranslation('questions');
  const { isKnown, refusal, again } = participation;
  const viewer = useViewer();
  if (!isKnown) return null;
  return (
    <div className={css.note}>
      {refusal ? <p role="alert">{refusal}</p> : null}
      {again ? (
        <button type="button" className={css.link} onClick={again}>
          {t('again')}
        </button>
      ) : null}
      {viewer ? null : <p>{t('who')}</p>}
      {viewer ? null : (
        <p className={css.ways}>
          <AppLink href={`/login?next=${encodeURIComponent(`/rooms/${event}`)}`}>{t('sign_in')}</AppLink>
        </p>
      )}
    </div>
  );
}
