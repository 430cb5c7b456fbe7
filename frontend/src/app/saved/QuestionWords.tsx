import { useTranslation } from 'react-i18next';

import type { Question } from './question';
import css from './saved.module.css';
import { useQuestionWords } from './useQuestionWords';

/** What a kept question asks for, piece by piece. */
export function QuestionWords({ question }: { question: Question }) {
  const { t } = useTranslation('saved');
  const wordsOf = useQuestionWords();
  return (
    <ul className={css.words} aria-label={t('conditions')}>
      {wordsOf(question).map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}
