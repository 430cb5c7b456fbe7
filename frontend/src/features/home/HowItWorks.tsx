import { useTranslation } from 'react-i18next';
import css from './home.module.css';

const STEPS = ['post', 'find', 'see'] as const;

export function HowItWorks() {
  const { t } = useTranslation('home');
  return (
    <section className={`wrap ${css.section}`} aria-labelledby="how">
      <h2 id="how">{t('how.title')}</h2>
      <ol className={css.steps}>
        {STEPS.map((step, index) => (
          <li key={step}>
            <span className={css.stepNumber} aria-hidden="true">
              {index + 1}
            </span>
            <h3>{t(`how.${step}_title`)}</h3>
            <p>{t(`how.${step}_text`)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
