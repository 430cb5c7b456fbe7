import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFeed } from '@/app/live/useRoom';
import { LanguageSwitch, ThemeSwitch } from '@/app/shell/Switches';
import { AppLink } from '@/shared/AppLink';
import { Brandmark } from '@/shared/Brandmark';
import { organizationName } from '@/shared/names';
import { usePageTitle } from '@/shared/usePageTitle';
import { Admitted } from './Admitted';
import { Announcements } from './announcements/Announcements';
import { ConnectionState } from './ConnectionState';
import { GuestStage } from './GuestStage';
import css from './live.module.css';
import { Present } from './Present';
import { inTurn } from './polls/polls';
import { Questions } from './questions/Questions';
import { reduceParticipant } from './questions/questions';
import { type Participation, useParticipant } from './questions/useParticipant';
import { RunOfShow } from './RunOfShow';
import type { RoadshowState } from './room';
import { type EventDetail, type Roadshow, useRoadshow } from './useRoadshow';
import { titleOf } from './words';

// What a hand reaches for comes after what is read, an investor's taps for investors, and a poll when the host asks something
// for the first time.
const Reactions = lazy(() => import('./reactions/Reactions').then((found) => ({ default: found.Reactions })));
const Interest = lazy(() => import('./interest/Interest').then((found) => ({ default: found.Interest })));
const Ranking = lazy(() => import('./judging/Ranking').then((found) => ({ default: found.Ranking })));
const Polls = lazy(() => import('./polls/Polls').then((found) => ({ default: found.Polls })));

const route = getRouteApi('/rooms/$id');

/** The room in a guest's hand: what is on stage, how long still, what comes next. */
export function RoomPage() {
  const { id } = route.useParams();
  const participation = useParticipant(id);
  const roadshow = useRoadshow(id, participation.me?.room_pass);
  return (
    <Admitted roadshow={roadshow}>
      {(event, state) => (
        <Shown event={event} state={state} room={roadshow.room} participation={participation} />
      )}
    </Admitted>
  );
}

interface ShownProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
  participation: Participation;
}

function Shown({ event, state, room, participation }: ShownProps) {
  const { i18n } = useTranslation('live');
  const title = titleOf(event, i18n.language);
  usePageTitle(title);
  const { me } = participation;
  const { place, refused } = useFeed(room.socket, me?.feed ?? '', reduceParticipant);
  const own = place?.state ?? null;
  const { forget } = participation;
  useEffect(() => {
    if (refused && me?.room_pass) forget();
  });
  return (
    <div className={css.page}>
      <Head event={event} room={room} title={title} />
      <div className={css.columns}>
        <div className={css.side}>
          <Announcements state={state} />
          <Suspense fallback={null}>
            <Ranking state={state} />
          </Suspense>
          <GuestStage event={event} state={state} offset={room.offset} />
          {me?.may_mark && own ? (
            <Suspense fallback={null}>
              <Interest event={event} state={state} room={room} marks={own.marks} />
            </Suspense>
          ) : null}
          <NewPoll state={state} />
          {Object.keys(state.polls).length > 0 ? (
            <Suspense fallback={null}>
              <Polls event={event} state={state} room={room} own={own} />
            </Suspense>
          ) : null}
          <Questions event={event} state={state} room={room} participation={participation} own={own} />
        </div>
        <Run event={event} state={state} room={room} />
      </div>
      <Suspense fallback={null}>
        <Reactions event={event} state={state} room={room} />
      </Suspense>
      <footer className={css.foot}>
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </div>
  );
}

function Head({ event, room, title }: Pick<ShownProps, 'event' | 'room'> & { title: string }) {
  const { t, i18n } = useTranslation('common');
  return (
    <header className={css.head}>
      <AppLink href="/" className={css.home} aria-label={t('brand.name')}>
        <Brandmark />
      </AppLink>
      <div className={css.names}>
        <h1>{title}</h1>
        <p>{organizationName(event.organization, i18n.language)}</p>
      </div>
      <Present room={room} />
      <ConnectionState room={room} />
    </header>
  );
}

function Run({ event, state, room }: Pick<ShownProps, 'event' | 'state' | 'room'>) {
  const { t } = useTranslation('live');
  return (
    <section className={css.panel} aria-labelledby="run">
      <h2 id="run">{t('agenda.title')}</h2>
      <RunOfShow event={event} state={state} offset={room.offset} />
      <p className={css.links}>
        {state.has_replay ? <AppLink href={`/rooms/${event.id}/replay`}>{t('head.replay')}</AppLink> : null}
        <AppLink href={`/events/${event.id}`}>
          {t(event.takes_registrations && state.phase === 'live' ? 'head.register' : 'head.event')}
        </AppLink>
      </p>
    </section>
  );
}

/** Read out when the host asks something, wherever the reader is on the page. */
function NewPoll({ state }: Pick<ShownProps, 'state'>) {
  const { t } = useTranslation('polls');
  const [newest] = inTurn(state.polls).open;
  return (
    <p role="status" className="visually-hidden">
      {newest ? t('asked', { text: newest.text }) : ''}
    </p>
  );
}
