import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFeed } from '@/app/live/useRoom';
import { AppLink } from '@/shared/AppLink';
import { LoadingState } from '@/shared/states/LoadingState';
import { RefusedState } from '@/shared/states/RefusedState';
import { useAwake } from '@/shared/useAwake';
import { usePageTitle } from '@/shared/usePageTitle';
import { Admitted } from './Admitted';
import { Begin, End } from './Bounds';
import { ConnectionState } from './ConnectionState';
import { Control } from './Control';
import live from './live.module.css';
import { Present } from './Present';
import { backstageFeedOf, reduceBackstage } from './questions/questions';
import { RunOfShow } from './RunOfShow';
import css from './remote.module.css';
import { phaseOf, type RoadshowState } from './room';
import { type EventDetail, type Roadshow, useRoadshow } from './useRoadshow';
import { beginning, titleOf } from './words';

const RoomDesk = lazy(() => import('./desk/RoomDesk').then((found) => ({ default: found.RoomDesk })));
const CuePad = lazy(() => import('./backstage/CuePad'));

const route = getRouteApi('/rooms/$id_/remote');

/** The evening in the hand of the host: what is on stage, its pages and its time, and both ends of the event. */
export function RemotePage() {
  const { id } = route.useParams();
  const roadshow = useRoadshow(id);
  const { data, refetch } = roadshow.query;
  const phase = roadshow.room.place?.state?.phase;
  const isOld = Boolean(data && phase && data.state !== phase);
  useAwake();
  // The event says what one may do, which is another thing in each phase; the room does not.
  useEffect(() => {
    if (isOld) void refetch();
  }, [isOld, refetch]);
  return (
    <Admitted roadshow={roadshow}>
      {(event, state) =>
        isHosts(event) ? <Remote event={event} state={state} room={roadshow.room} /> : <RefusedState />
      }
    </Admitted>
  );
}

/** The host's people: before and during the event by what they may do, and afterwards by whom they may see. */
export function isHosts({ allowed_actions, state }: Pick<EventDetail, 'allowed_actions' | 'state'>): boolean {
  const isOver = state === 'ended' || state === 'cancelled';
  const rights = isOver ? ['view_registrations'] : ['run_stage', 'begin_event', 'end_event'];
  return rights.some((name) => allowed_actions.includes(name));
}

interface RemoteProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
}

function Remote({ event, state, room }: RemoteProps) {
  const { t, i18n } = useTranslation('live');
  const title = titleOf(event, i18n.language);
  usePageTitle(t('remote.title', { title }));
  const { place, refused } = useFeed(room.socket, backstageFeedOf(event.id), reduceBackstage);
  const backstage = place?.state ?? null;
  return (
    <div className={`${live.page} ${css.page}`}>
      <header className={live.head}>
        <div className={live.names}>
          <p>{t('remote.name')}</p>
          <h1>{title}</h1>
        </div>
        <Present room={room} />
        <ConnectionState room={room} />
      </header>
      <Control
        event={event}
        state={state}
        room={room}
        otherwise={<Bound event={event} state={state} room={room} />}
      >
        <div className={css.rest}>
          {backstage && state.phase === 'live' ? (
            <Suspense fallback={null}>
              <CuePad event={event} state={state} room={room} cue={backstage.cue} />
            </Suspense>
          ) : null}
          {refused ? null : (
            <Suspense fallback={<LoadingState height={240} />}>
              <RoomDesk event={event} state={state} room={room} backstage={backstage} />
            </Suspense>
          )}
          <Ways event={event} isOver={state.phase === 'ended'} />
          {state.phase === 'live' && event.allowed_actions.includes('end_event') ? (
            <End event={event} />
          ) : null}
        </div>
      </Control>
    </div>
  );
}

function Ways({ event, isOver }: { event: EventDetail; isOver: boolean }) {
  const { t } = useTranslation('live');
  return (
    <nav className={css.ways} aria-label={t('remote.ways')}>
      <AppLink href={`/rooms/${event.id}/screen`} target="_blank">
        {t('remote.screen')}
      </AppLink>
      <AppLink href={`/rooms/${event.id}`}>{t('remote.audience')}</AppLink>
      <AppLink href={`/speaking/${event.id}`}>{t('remote.speaker')}</AppLink>
      {isOver ? <AppLink href={`/rooms/${event.id}/replay`}>{t('remote.replay')}</AppLink> : null}
      <AppLink href={`/org/events/${event.id}`}>{t('remote.desk')}</AppLink>
    </nav>
  );
}

/** Before it begins and after it is over. */
function Bound({ event, state, room }: RemoteProps) {
  const { t, i18n } = useTranslation('live');
  // Whoever ended the event stood at the foot of a longer page.
  useEffect(() => {
    scrollTo(0, 0);
  }, []);
  return (
    <>
      <section className={`${live.stage} ${live.waiting}`}>
        <h2>{t(`phase.${phaseOf(state)}`)}</h2>
        {phaseOf(state) === 'published' ? (
          <p className={live.big}>{beginning(event, i18n.language)}</p>
        ) : null}
        {event.allowed_actions.includes('begin_event') ? <Begin event={event} /> : null}
      </section>
      <section className={live.panel} aria-labelledby="run">
        <h2 id="run">{t('agenda.title')}</h2>
        <RunOfShow event={event} state={state} offset={room.offset} />
      </section>
    </>
  );
}
