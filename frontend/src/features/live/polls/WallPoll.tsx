import { useTranslation } from 'react-i18next';
import type { RoadshowState } from '../room';
import wall from '../screen.module.css';
import { ChoiceList } from './ChoiceList';
import { pollOnScreen } from './polls';
import css from './polls.module.css';

/** How large the choices can stand: a few short ones, long ones, or many. */
const sizeOf = (choices: readonly string[]) => {
  if (choices.length > 5) return 'many';
  return choices.some((choice) => choice.length > 24) || choices.length > 4 ? 'long' : 'short';
};

/** The poll the host put on the wall: its choices while it is open, its result as soon as that may be seen. */
export function WallPoll({ state }: { state: Pick<RoadshowState, 'polls'> }) {
  const { t } = useTranslation('polls');
  const poll = pollOnScreen(state.polls);
  return (
    <div aria-live="polite">
      {poll ? (
        <section className={`${wall.asked} ${css.onWall}`} data-size={sizeOf(poll.choices)}>
          <p className={wall.askedBy}>
            {t(`kind.${poll.kind}`)} · {t(poll.state === 'open' ? 'scan' : 'state.closed')} ·{' '}
            {t('voters', { count: poll.voters })}
          </p>
          <p className={wall.askedText} data-long={poll.text.length > 40 || undefined}>
            {poll.text}
          </p>
          <ChoiceList poll={poll} />
        </section>
      ) : null}
    </div>
  );
}
