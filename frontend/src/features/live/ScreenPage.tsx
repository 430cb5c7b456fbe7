import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EventRoomCodeData } from '@/api';
import { client } from '@/api/client.gen';
import { organizationName } from '@/shared/names';
import { useAwake } from '@/shared/useAwake';
import { usePageTitle } from '@/shared/usePageTitle';
import { Admitted } from './Admitted';
import { WallAnnouncement } from './announcements/Announcements';
import { ConnectionState } from './ConnectionState';
import { Countdown } from './Countdown';
import { DeckPage } from './DeckPage';
import { Ranking } from './judging/Ranking';
import { pollOnScreen } from './polls/polls';
import { WallPoll } from './polls/WallPoll';
import { OnScreen } from './questions/OnScreen';
import { onScreen } from './questions/questions';
import { WallReactions } from './reactions/Reactions';
import { type Line, nextOf, onStage, type Phase, phaseOf, type RoadshowState } from './room';
import css from './screen.module.css';
import { type EventDetail, type Roadshow, useRoadshow } from './useRoadshow';
import { beginning, companyOf, titleOf, typed } from './words';

const route = getRouteApi('/rooms/$id_/screen');

/** The wall of the hall: the deck as large as it goes, the time, what comes next, and the way in. Nobody touches it. */
export function ScreenPage() {
  const { id } = route.useParams();
  const roadshow = useRoadshow(id);
  useAwake();
  return (
    <Admitted roadshow={roadshow}>
      {(event, state) => <Wall event={event} state={state} room={roadshow.room} />}
    </Admitted>
  );
}

interface WallProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
}

function Wall({ event, state, room }: WallProps) {
  const { t, i18n } = useTranslation('live');
  const title = titleOf(event, i18n.language);
  usePageTitle(title);
  const now = state.phase === 'live' ? onStage(state) : null;
  const hasDeck = now !== null && state.pages > 0;
  // A question or a poll stands where the time would.
  const poll = pollOnScreen(state.polls);
  const isTold = Object.keys(state.announcements).length > 0;
  const inRail = hasDeck || poll !== null || onScreen(state) !== null;
  const timer =
    now && state.timer ? <Countdown timer={state.timer} offset={room.offset} className={css.clock} /> : null;
  return (
    <div className={`${css.wall} ${hasDeck ? css.withDeck : ''} ${isTold ? css.told : ''}`}>
      {hasDeck ? (
        <DeckPage
          key={now.id}
          className={css.deck}
          event={event.id}
          item={now.id}
          page={state.page}
          pages={state.pages}
          ahead={event.allowed_actions.includes('run_stage')}
        />
      ) : null}
      <section className={css.words} aria-live="polite">
        {now ? <OnStage event={event} line={now} /> : <Waiting event={event} state={state} title={title} />}
      </section>
      {inRail ? null : timer}
      <aside className={css.rail} aria-label={t('screen.join')}>
        {inRail ? timer : null}
        <WayIn event={event} />
        <ConnectionState room={room} />
      </aside>
      <Next state={state} />
      {poll ? null : <OnScreen state={state} />}
      <WallPoll state={state} />
      <WallReactions event={event} room={room} />
      <WallAnnouncement state={state} />
      <Ranking state={state} isOnWall />
    </div>
  );
}

function OnStage({ event, line }: { event: EventDetail; line: Line }) {
  const { i18n } = useTranslation('live');
  const company = companyOf(event, line, i18n.language);
  const people = [company?.name, line.speaker].filter(Boolean).join(' · ');
  return (
    <>
      <h1>{titleOf(line, i18n.language)}</h1>
      {people ? <p className={css.people}>{people}</p> : null}
    </>
  );
}

/** Before it begins, between its parts, and after it. */
function Waiting({ event, state, title }: { event: EventDetail; state: RoadshowState; title: string }) {
  const { t, i18n } = useTranslation('live');
  const words: Record<Phase, string> = {
    published: t('screen.begins', { when: beginning(event, i18n.language) }),
    live: t('phase.live'),
    ended: t('phase_text.ended'),
    cancelled: t('phase.cancelled'),
  };
  return (
    <>
      <p className={css.host}>{organizationName(event.organization, i18n.language)}</p>
      <h1>{title}</h1>
      <p className={css.people}>{words[phaseOf(state)]}</p>
    </>
  );
}

function WayIn({ event }: { event: EventDetail }) {
  const { t } = useTranslation('live');
  const { host, path } = typed(event.room_url);
  const code = client.buildUrl<EventRoomCodeData>({
    url: '/api/v1/events/{event_id}/room.svg',
    path: { event_id: event.id },
  });
  return (
    <div className={css.join}>
      <img src={code} alt={t('screen.qr')} />
      <p className={css.scan}>{t('screen.join')}</p>
      <p className={css.address}>
        {host}
        <strong className={css.code}>{path}</strong>
      </p>
    </div>
  );
}

function Next({ state }: { state: RoadshowState }) {
  const { t, i18n } = useTranslation('live');
  const next = state.phase === 'live' ? nextOf(state) : null;
  return (
    <p className={css.next}>
      {next ? (
        <>
          <span className={css.nextWord}>{t('stage.next')}</span>
          <strong className={css.nextTitle}>{titleOf(next, i18n.language)}</strong>
        </>
      ) : null}
    </p>
  );
}
