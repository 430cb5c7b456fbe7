import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar, ChoiceList } from './ChoiceList';
import { choicesOf, type Poll } from './polls';
import css from './polls.module.css';
import type { Answers } from './useAnswers';

interface PollCardProps {
  poll: Poll;
  answers: Answers;
  /** Whether this viewer may answer now. */
  may: boolean;
}

/** One poll in a guest's hand: answered by a tap while it is open, read afterwards. */
export function PollCard({ poll, answers, may }: PollCardProps) {
  const { t } = useTranslation('polls');
  const chosen = answers.chosen(poll.id);
  const isOpen = poll.state === 'open';
  const refusal = answers.refusal?.poll === poll.id ? answers.refusal.detail : '';
  return (
    <article className={css.poll} data-state={poll.state}>
      <p className={css.facts}>
        <span className={css.state}>{t(`kind.${poll.kind}`)}</span>
        <span>{t(`state.${poll.state}`)}</span>
        <span>{t('voters', { count: poll.voters })}</span>
      </p>
      {isOpen ? (
        <Choosing poll={poll} answers={answers} may={may} />
      ) : (
        <>
          <h3 className={css.asked}>{poll.text}</h3>
          <ChoiceList poll={poll} mine={chosen} />
        </>
      )}
      <p className={css.foot} aria-live="polite">
        {poll.kind === 'quiz' && !isOpen && chosen.length > 0
          ? t(isRight(poll, chosen) ? 'was_right' : 'was_wrong')
          : ''}
        {isOpen && chosen.length > 0 ? t(poll.votes ? 'answered' : 'answered_hidden') : ''}
      </p>
      <p role="alert" className={css.refusal}>
        {refusal}
      </p>
    </article>
  );
}

const isRight = ({ right }: Pick<Poll, 'right'>, chosen: readonly number[]) =>
  right.length === chosen.length && right.every((one) => chosen.includes(one));

function Choosing({ poll, answers, may }: PollCardProps) {
  const { t } = useTranslation('polls');
  const name = useId();
  const chosen = answers.chosen(poll.id);
  const isFull = chosen.length >= poll.most;
  return (
    <fieldset className={css.choosing}>
      <legend className={css.asked}>{poll.text}</legend>
      {poll.most > 1 ? <p className={css.hint}>{t('most', { count: poll.most })}</p> : null}
      <ul className={css.choices}>
        {choicesOf(poll).map((choice) => {
          const isMine = chosen.includes(choice.place);
          return (
            <li key={choice.place}>
              <label className={css.choice} data-mine={isMine || undefined}>
                <input
                  type={poll.most === 1 ? 'radio' : 'checkbox'}
                  name={name}
                  checked={isMine}
                  disabled={!may || (poll.most > 1 && isFull && !isMine)}
                  onChange={() => answers.tap(poll, choice.place)}
                />
                <Bar choice={choice} isMine={false} />
              </label>
            </li>
          );
        })}
      </ul>
      {may ? (
        <button
          type="button"
          className={css.link}
          // Where nothing is chosen it stays, so that the focus has a place.
          aria-disabled={chosen.length === 0}
          onClick={() => (chosen.length > 0 ? answers.takeBack(poll) : undefined)}
        >
          {t('take_back')}
        </button>
      ) : null}
    </fieldset>
  );
}
