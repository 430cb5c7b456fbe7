import { useTranslation } from 'react-i18next';
import { Icon } from '@/shared/icons';
import { isOpen, type Question } from './questions';
import css from './questions.module.css';
import type { Votes } from './useVotes';

interface QuestionRowProps {
  question: Question;
  isOwn: boolean;
  votes: Votes;
  mayVote: boolean;
}

export function QuestionRow({ question, isOwn, votes, mayVote }: QuestionRowProps) {
  const { t } = useTranslation('questions');
  const isMine = votes.wants(question.id);
  const count = votes.count(question);
  return (
    <li className={css.row} data-state={question.state}>
      <div className={css.words}>
        <p className={css.text}>{question.text}</p>
        <p className={css.facts}>
          {question.state === 'visible' ? null : (
            <span className={css.state}>{t(`state.${question.state}`)}</span>
          )}
          <span>{isOwn ? t('by_me') : question.name || t('nobody')}</span>
        </p>
        {question.answer ? (
          <div className={css.answer}>
            <p className={css.state}>{t('answer')}</p>
            <p>{question.answer}</p>
          </div>
        ) : null}
      </div>
      <button
        type="button"
        className={css.vote}
        aria-pressed={isMine}
        aria-label={t('vote', { count, text: question.text })}
        disabled={!mayVote || !isOpen(question)}
        onClick={() => votes.toggle(question)}
      >
        <Icon name="up" />
        <span>{count}</span>
      </button>
    </li>
  );
}
