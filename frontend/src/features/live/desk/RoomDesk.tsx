import { type ComponentType, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unreadOf } from '@/app/backstage/chat';
import { useViewer } from '@/app/viewer';
import { LoadingState } from '@/shared/states/LoadingState';
import live from '../live.module.css';
import { QuestionDesk } from '../questions/QuestionDesk';
import { type BackstageState, pilesOf } from '../questions/questions';
import questions from '../questions/questions.module.css';
import type { RoadshowState } from '../room';
import type { EventDetail, Roadshow } from '../useRoadshow';
import css from './desk.module.css';

const PollDesk = lazy(() => import('../polls/PollDesk').then((found) => ({ default: found.PollDesk })));
const AnnounceDesk = lazy(() => import('../announcements/AnnounceDesk'));
const BackstageDesk = lazy(() => import('../backstage/BackstageDesk'));

interface RoomDeskProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
  /** Null until the organizers' feed has come. */
  backstage: BackstageState | null;
}

const TABS = ['questions', 'polls', 'announcements', 'backstage'] as const;
type Tab = (typeof TABS)[number];

interface DeskProps extends RoomDeskProps {
  backstage: BackstageState;
  isOff: boolean;
}

const DESKS: Record<Tab, ComponentType<DeskProps>> = {
  questions: QuestionDesk,
  polls: PollDesk,
  announcements: AnnounceDesk,
  backstage: BackstageDesk,
};

/** What the host does with the room beside the stage. What waits for a hand is counted where it is chosen. */
export function RoomDesk({ backstage, ...given }: RoomDeskProps) {
  const { room, state } = given;
  const isOff = room.connection !== 'live' || state.phase === 'cancelled';
  if (!backstage) return <LoadingState height={240} />;
  return <Desks {...given} backstage={backstage} isOff={isOff} />;
}

function Desks(desk: DeskProps) {
  const { t } = useTranslation('live');
  const { state, backstage } = desk;
  const [tab, setTab] = useState<Tab>('questions');
  const [seen, setSeen] = useState<ReadonlySet<Tab>>(new Set(['questions']));
  const turnTo = (to: Tab) => {
    setTab(to);
    setSeen((before) => new Set([...before, to]));
  };
  const counts: Record<Tab, number> = {
    questions: pilesOf(backstage, state.questions).queue.length,
    polls: Object.values(backstage.desk_polls).filter((poll) => poll.state === 'open').length,
    announcements: Object.keys(state.announcements).length,
    backstage: useUnread(backstage, tab === 'backstage'),
  };
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
              <Desk {...desk} />
            </div>
          );
        })}
      </Suspense>
    </section>
  );
}

/** What others said behind the stage since the talk was last open on this page; nothing of what was said before it. */
function useUnread({ team_chat, judges_chat }: BackstageState, isOpen: boolean): number {
  const me = useViewer()?.id ?? '';
  const lines = { ...team_chat, ...judges_chat };
  const [seen, setSeen] = useState<ReadonlySet<string>>(() => new Set(Object.keys(lines)));
  if (isOpen && Object.keys(lines).some((id) => !seen.has(id))) setSeen(new Set(Object.keys(lines)));
  return unreadOf(lines, seen, me);
}
