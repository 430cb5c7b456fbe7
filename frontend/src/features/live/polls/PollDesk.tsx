import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadingState } from '@/shared/states/LoadingState';
import type { BackstageState } from '../questions/questions';
import type { RoadshowState } from '../room';
import type { EventDetail, Roadshow } from '../useRoadshow';
import { type Say, useSay } from '../useSay';
import { ChoiceList } from './ChoiceList';
import { type DeskPoll, movesOf, type NextState, onDesk, type PollState } from './polls';
import css from './polls.module.css';

const PollForm = lazy(() => import('./PollForm').then((found) => ({ default: found.PollForm })));

interface PollDeskProps {
  event: EventDetail;
  state: RoadshowState;
  backstage: BackstageState;
  room: Roadshow['room'];
  isOff: boolean;
}

/** What the host asks the room: prepared beforehand, opened and closed by one tap each. */
export function PollDesk({ event, state, backstage, room, isOff }: PollDeskProps) {
  const { t } = useTranslation('polls');
  const { say, refusal } = useSay(event.id, room.command);
  // The draft that is being written, or `new`.
  const [written, setWritten] = useState('');
  const polls = onDesk(backstage.desk_polls);
  const draft = backstage.desk_polls[written];
  return (
    <>
      {written ? (
        <Suspense fallback={<LoadingState height={320} />}>
          <PollForm key={written} draft={draft ?? null} isOff={isOff} say={say} done={() => setWritten('')} />
        </Suspense>
      ) : (
        <Button className={css.new ?? ''} disabled={isOff} onClick={() => setWritten('new')}>
          {t('new')}
        </Button>
      )}
      <p role="alert" className={css.refusal}>
        {refusal}
      </p>
      {polls.length === 0 && !written ? <p className={css.hint}>{t('none')}</p> : null}
      <ol className={css.list}>
        {polls.map((poll) => (
          <DeskRow
            key={poll.id}
            poll={poll}
            phase={state.phase}
            isOff={isOff}
            say={say}
            write={() => setWritten(poll.id)}
          />
        ))}
      </ol>
    </>
  );
}

interface DeskRowProps {
  poll: DeskPoll;
  phase: RoadshowState['phase'];
  isOff: boolean;
  say: Say['say'];
  write: () => void;
}

function DeskRow({ poll, phase, isOff, say, write }: DeskRowProps) {
  const { t } = useTranslation('polls');
  const { state, kind } = poll;
  return (
    <li className={css.poll} data-state={state}>
      <p className={css.facts}>
        <span className={css.state}>{t(`kind.${kind}`)}</span>
        <span>{t(`state.${state}`)}</span>
        {poll.is_on_screen ? <span className={css.state}>{t('on_screen')}</span> : null}
        {state === 'draft' ? null : <span>{t('voters', { count: poll.voters })}</span>}
        {state === 'open' && !poll.shows_early ? <span>{t('only_you')}</span> : null}
      </p>
      <p className={css.asked}>{poll.text}</p>
      {state === 'archived' ? null : (
        <ChoiceList poll={state === 'draft' ? { ...poll, votes: null } : poll} />
      )}
      <Acts poll={poll} phase={phase} isOff={isOff} say={say} write={write} />
    </li>
  );
}

const PRIMARY: readonly PollState[] = ['draft', 'open'];
/** So long a second tap on the same button, whatever it says by then, is taken for the same one. */
const SAME_TAP_MS = 600;

function Acts({ poll, phase, isOff, say, write }: DeskRowProps) {
  const { t } = useTranslation('polls');
  const { id, state, kind, is_on_screen } = poll;
  const [tapped, setTapped] = useState<string | null>(null);
  const act = (button: string, type: string, payload: Record<string, unknown>) => {
    if (tapped === button) return;
    setTapped(button);
    const rest = () => setTapped((last) => (last === button ? null : last));
    void say(type, payload).then(() => setTimeout(rest, SAME_TAP_MS));
  };
  const shared = { poll, isOff };
  return (
    <div className={css.acts}>
      {movesOf(poll, phase).map((to, index) => (
        <Act
          // By its place, so that the focus stays where it was pressed.
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what stays the same
          key={index}
          {...shared}
          name={t(nameOf(state, to))}
          isMain={index === 0 && PRIMARY.includes(state)}
          // What a quiz tells when it is closed cannot be taken back.
          sure={kind === 'quiz' && to === 'closed' ? t('act.closed_sure') : ''}
          act={() => act(`move ${index}`, 'poll.move', { poll: id, state: to })}
        />
      ))}
      {state === 'open' || state === 'closed' ? (
        <Act
          {...shared}
          name={t(is_on_screen ? 'act.off_screen' : 'act.on_screen')}
          act={() => act('show', 'poll.show', { poll: is_on_screen ? null : id })}
        />
      ) : null}
      {state === 'draft' ? (
        <>
          <Act {...shared} name={t('act.write')} act={write} />
          <Act
            {...shared}
            name={t('act.throw_away')}
            sure={t('act.throw_away_sure')}
            act={() => act('throw away', 'poll.throw_away', { poll: id })}
          />
        </>
      ) : null}
    </div>
  );
}

const nameOf = (state: PollState, to: NextState) => {
  if (state === 'closed' && to === 'open') return 'act.reopen';
  return state === 'archived' ? 'act.bring_back' : (`act.${to}` as const);
};

interface ActProps {
  poll: DeskPoll;
  isOff: boolean;
  name: string;
  isMain?: boolean;
  /** Asked first, in these words, where it cannot be taken back. */
  sure?: string;
  act: () => void;
}

function Act({ poll, isOff, name, isMain = false, sure = '', act }: ActProps) {
  const { t } = useTranslation('polls');
  const [isAsking, setIsAsking] = useState(false);
  const words = isAsking && sure ? sure : name;
  return (
    <Button
      disabled={isOff}
      danger={isAsking}
      {...(isMain ? { type: 'primary' as const } : {})}
      aria-label={t('act_of', { act: words, text: poll.text })}
      onBlur={() => setIsAsking(false)}
      onClick={() => {
        if (sure && !isAsking) return setIsAsking(true);
        setIsAsking(false);
        act();
      }}
    >
      {words}
    </Button>
  );
}
