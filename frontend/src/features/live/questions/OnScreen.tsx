import { useTranslation } from 'react-i18next';
import type { RoadshowState } from '../room';
import css from '../screen.module.css';
import { onScreen } from './questions';

/** Smaller letters from here on. */
const LONG = 90;

/** The question the host put on the wall, over whatever else is there. */
export function OnScreen({ state }: { state: Pick<RoadshowState, 'questions'> }) {
  const { t } = useTranslation('questions');
  const question = onScreen(state);
  return (
    <div aria-live="polite">
      {question ? (
        <section className={css.asked}>
          <p className={css.askedBy}>{question.name || t('title')}</p>
          <p className={css.askedText} data-long={question.text.length > LONG || undefined}>
            {question.text}
          </p>
          <p className={css.askedBy}>{t('votes', { count: question.votes })}</p>
        </section>
      ) : null}
    </div>
  );
}
