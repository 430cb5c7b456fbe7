import { useTranslation } from 'react-i18next';
import live from '../live.module.css';
import { ChoiceList } from '../polls/ChoiceList';
import { inTurn } from '../polls/polls';
import { inOrder } from '../questions/questions';
import questions from '../questions/questions.module.css';
import { onStage, type RoadshowState } from '../room';
import { clock, leftMs } from '../timer';
import type { EventDetail } from '../useRoadshow';
import { companyOf, titleOf } from '../words';
import css from './replay.module.css';

interface MomentProps {
  event: EventDetail;
  state: RoadshowState;
  /** The moment of the evening, as a time. */
  at: number;
}

/** The room as it was: what was on stage, what was asked, what was voted on. */
export function Moment({ event, state, at }: MomentProps) {
  return (
    <>
      <Stage event={event} state={state} at={at} />
      <Asked state={state} />
      <Voted state={state} />
    </>
  );
}

function Stage({ event, state, at }: MomentProps) {
  const { t, i18n } = useTranslation(['live', 'replay']);
  const now = onStage(state);
  const company = now ? companyOf(event, now, i18n.language) : null;
  return (
    <section className={live.stage} aria-labelledby="now">
      <div className={live.now}>
        <div>
          <p className={live.eyebrow}>{now ? t(`live:kind.${now.kind}`) : t('replay:name')}</p>
          <h2 id="now">{now ? titleOf(now, i18n.language) : t('replay:nothing')}</h2>
          <p className={live.speaker}>{[company?.name, now?.speaker].filter(Boolean).join(' · ')}</p>
          {state.pages > 0 ? (
            <p className={live.quiet}>{t('live:deck.at', { page: state.page, pages: state.pages })}</p>
          ) : null}
        </div>
        {state.timer ? <p className={live.clock}>{clock(leftMs(state.timer, at))}</p> : null}
      </div>
    </section>
  );
}

function Asked({ state }: { state: RoadshowState }) {
  const { t } = useTranslation('questions');
  const all = inOrder(state.questions, 'votes');
  if (all.length === 0) return null;
  return (
    <section className={live.panel} aria-labelledby="asked">
      <h2 id="asked">{t('title')}</h2>
      <ol className={css.list}>
        {all.map((one) => (
          <li key={one.id}>
            <p className={questions.text}>{one.text}</p>
            <p className={live.quiet}>
              {one.state === 'visible' ? '' : `${t(`state.${one.state}`)} · `}
              {t('votes', { count: one.votes })}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Voted({ state }: { state: RoadshowState }) {
  const { t } = useTranslation('polls');
  const { open, closed } = inTurn(state.polls);
  const all = [...open, ...closed];
  if (all.length === 0) return null;
  return (
    <section className={live.panel} aria-label={t('title')}>
      {all.map((poll) => (
        <div key={poll.id} className={css.poll}>
          <h3>{poll.text}</h3>
          <p className={live.quiet}>{t('voters', { count: poll.voters })}</p>
          <ChoiceList poll={poll} />
        </div>
      ))}
    </section>
  );
}
