import { type ComponentType, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFeed } from '@/app/live/useRoom';
import { LoadingState } from '@/shared/states/LoadingState';
import live from '../live.module.css';
import { QuestionDesk } from '../questions/QuestionDesk';
import { type BackstageState, backstageFeedOf, pilesOf, reduceBackstage } from '../questions/questions';
import questions from '../questions/questions.module.css';
import type { RoadshowState } from '../room';
import type { EventDetail, Roadshow } from '../useRoadshow';
import css from './desk.module.css';

const PollDesk = lazy(() => import('../polls/PollDesk').then((found) => ({ default: found.PollDesk })));
const AnnounceDesk = lazy(() => import('../announcements/AnnounceDesk'));

interface RoomDeskProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
}

const TABS = ['questions', 'polls', 'announcements'] as const;
type Tab = (typeof TABS)[number];

interface DeskProps extends RoomDeskProps {
  backstage: BackstageState;
  isOff: boolean;
}

const DESKS: Record<Tab, ComponentType<DeskProps>> = {
  questions: QuestionDesk,
  polls: PollDesk,
  announcements: AnnounceDesk,
};

/** What the host does with the room beside the stage. What waits for a hand is counted where it is chosen. */
export function RoomDesk({ event, state, room }: RoomDeskProps) {
  const { t } = useTranslation('live');
  const { place, refused } = useFeed(room.socket, backstageFeedOf(event.id), reduceBackstage);
  const [tab, setTab] = useState<Tab>('questions');
  const [seen, setSeen] = useState<ReadonlySet<Tab>>(new Set(['questions']));
  const turnTo = (to: Tab) => {
    setTab(to);
    setSeen((before) => new Set([...before, to]));
  };
  const backstage = place?.state ?? null;
  if (refused) return null;
  if (!backstage) return <LoadingState height={240} />;
  const counts: Record<Tab, number> = {
    questions: pilesOf(backstage, state.questions).queue.length,
    polls: Object.values(backstage.desk_polls).filter((poll) => poll.state === 'open').length,
    announcements: Object.keys(state.announcements).length,
  };
  const isOff = room.connection !== 'live' || state.phase === 'cancelled';
  const shared = { event, state, room, backstage, isOff };
  return (
    <section className={live.panel} aria-labelledby="desk">
      <h2 id="desk">{t('desk.title')}</h2>
      <fieldset className={questions.orders} aria-label={t('desk.title')}>
        {TABS.map((one) => (
          <button key={one} type="button" aria-pressed={one === tab} onClick={() => turnTo(one)}>
            {t(`desk.${one}`, { count: counts[one] })}
          </button>
        ))}
      </fieldset>
      {/* What was looked at stays, so that nothing typed is lost. */}
      <Suspense fallback={<LoadingState height={160} />}>
        {TABS.filter((one) => seen.has(one)).map((one) => {
          const Desk = DESKS[one];
          return (
            <div key={one} className={css.desk} hidden={one !== tab}>
              <Desk {...shared} />
            </div>
          );
        })}
      </Suspense>
    </section>
  );
}
