import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadingState } from '@/shared/states/LoadingState';
import type { BackstageState } from '../questions/questions';
import type { EventDetail, Roadshow } from '../useRoadshow';
import { type Say, useSay } from '../useSay';
import { ChoiceList } from './ChoiceList';
import { type DeskPoll, movesOf, type NextState, onDesk, type PollState } from './polls';
import css from './polls.module.css';

const PollForm = lazy(() => import('./PollForm').then((found) => ({ default: found.PollForm })));

interface PollDeskProps {
  event: EventDetail;
  backstage: BackstageState;
  room: Roadshow['room'];
  isOff: boolean;
}

/** What the host asks the room: prepared beforehand, opened and closed by one tap each. */
export function PollDesk({ event, backstage, room, isOff }: PollDeskProps) {
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
          <DeskRow key={poll.id} poll={poll} isOff={isOff} say={say} write={() => setWritten(poll.id)} />
        ))}
      </ol>
    </>
  );
}

interface DeskRowProps {
  poll: DeskPoll;
  isOff: boolean;
  say: Say['say'];
  write: () => void;
}

function DeskRow({ poll, isOff, say, write }: DeskRowProps) {
  const { t } = useTranslation('polls');
  const { state, kind } = poll;
  const isShown = state === 'open' || state === 'closed';
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
      <Acts poll={poll} isOff={isOff} say={say} write={write} isShown={isShown} />
    </li>
  );
}

const PRIMARY: readonly PollState[] = ['draft', 'open'];

function Acts({ poll, isOff, say, write, isShown }: DeskRowProps & { isShown: boolean }) {
  const { t } = useTranslation('polls');
  const { id, text, state, is_on_screen } = poll;
  const nameOf = (to: NextState) =>
    t(
      state === 'closed' && to === 'open'
        ? 'act.reopen'
        : state === 'archived'
          ? 'act.bring_back'
          : `act.${to}`,
    );
  const button = (name: string, act: () => void, isMain = false) => (
    <Button
      key={name}
      disabled={isOff}
      {...(isMain ? { type: 'primary' as const } : {})}
      aria-label={t('act_of', { act: name, text })}
      onClick={act}
    >
      {name}
    </Button>
  );
  return (
    <div className={css.acts}>
      {movesOf(poll).map((to, index) =>
        button(
          nameOf(to),
          () => void say('poll.move', { poll: id, state: to }),
          index === 0 && PRIMARY.includes(state),
        ),
      )}
      {isShown
        ? button(
            t(is_on_screen ? 'act.off_screen' : 'act.on_screen'),
            () => void say('poll.show', { poll: is_on_screen ? null : id }),
          )
        : null}
      {state === 'draft' ? button(t('act.write'), write) : null}
      {state === 'draft' ? <ThrowAway poll={poll} isOff={isOff} say={say} /> : null}
    </div>
  );
}

/** Asks first: a draft that is gone does not come back. */
function ThrowAway({ poll, isOff, say }: Omit<DeskRowProps, 'write'>) {
  const { t } = useTranslation('polls');
  const [isSure, setIsSure] = useState(false);
  const name = t(isSure ? 'act.throw_away_sure' : 'act.throw_away');
  return (
    <Button
      danger
      disabled={isOff}
      aria-label={t('act_of', { act: name, text: poll.text })}
      onClick={() => (isSure ? void say('poll.throw_away', { poll: poll.id }) : setIsSure(true))}
      onBlur={() => setIsSure(false)}
    >
      {name}
    </Button>
  );
}
