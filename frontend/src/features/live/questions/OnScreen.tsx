import { useTranslation } from 'react-i18next';
import type { RoadshowState } from '../room';
import css from '../screen.module.css';
import { onScreen } from './questions';

/** The question the host put on the wall, over whatever else is there. */
export function OnScreen({ state }: { state: Pick<RoadshowState, 'questions'> }) {
  const { t } = useTranslation('questions');
  const question = onScreen(state);
  if (!question) return null;
  return (
    <section className={css.asked} aria-live="polite">
      <p className={css.askedBy}>{question.name || t('title')}</p>
      <p className={css.askedText}>{question.text}</p>
      <p className={css.askedBy}>{t('votes', { count: question.votes })}</p>
    </section>
  );
}
