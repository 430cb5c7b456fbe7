import { useTranslation } from 'react-i18next';
import type { OwnQuestion, Question } from './questions';
import css from './questions.module.css';

interface OwnQuestionsProps {
  mine: Record<string, OwnQuestion>;
  shown: Record<string, Question>;
}

/** What became of the asker's own questions that nobody else reads: those that wait, and those that were hidden and why. */
export function OwnQuestions({ mine, shown }: OwnQuestionsProps) {
  const { t } = useTranslation('questions');
  const unseen = Object.values(mine)
    .filter(({ id }) => !shown[id])
    .sort((a, b) => Date.parse(b.asked_at) - Date.parse(a.asked_at));
  if (unseen.length === 0) return null;
  return (
    <ul className={css.own} aria-label={t('own.title')}>
      {unseen.map((one) => (
        <li key={one.id}>
          <p>{one.text}</p>
          <p className={css.facts}>
            {one.state === 'hidden'
              ? t('own.hidden', { reason: t(`because.${one.hidden_because || 'off_topic'}`) })
              : t('own.waits')}
          </p>
        </li>
      ))}
    </ul>
  );
}
