import { useTranslation } from 'react-i18next';
import live from '../live.module.css';
import type { ParticipantState } from '../questions/questions';
import type { RoadshowState } from '../room';
import type { EventDetail, Roadshow } from '../useRoadshow';
import { PollCard } from './PollCard';
import { inTurn } from './polls';
import css from './polls.module.css';
import { useAnswers } from './useAnswers';

interface PollsProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
  /** Null for whoever is nobody in the room. */
  own: ParticipantState | null;
}

/** What the host asks the whole room. Nothing stands here while nothing is asked. */
export function Polls({ event, state, room, own }: PollsProps) {
  const { t } = useTranslation('polls');
  const answers = useAnswers(event.id, own?.answers ?? {}, room.command);
  const { open, closed } = inTurn(state.polls);
  if (open.length + closed.length === 0) return null;
  const isOn = state.phase === 'live' || state.phase === 'published';
  const may = isOn && own !== null && !own.is_muted && room.connection === 'live';
  return (
    <section className={live.panel} aria-labelledby="polls">
      <h2 id="polls">{t('title')}</h2>
      {open.length > 0 && !own ? <p className={css.hint}>{t('who')}</p> : null}
      {open.map((poll) => (
        <PollCard key={poll.id} poll={poll} answers={answers} may={may} />
      ))}
      {closed.slice(0, 1).map((poll) => (
        <PollCard key={poll.id} poll={poll} answers={answers} may={false} />
      ))}
      {closed.length > 1 ? (
        <details>
          <summary className={css.more}>{t('earlier', { count: closed.length - 1 })}</summary>
          {closed.slice(1).map((poll) => (
            <PollCard key={poll.id} poll={poll} answers={answers} may={false} />
          ))}
        </details>
      ) : null}
    </section>
  );
}
