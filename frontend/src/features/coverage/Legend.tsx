import { useTranslation } from 'react-i18next';
import type { Measure } from './coverage';
import css from './coverage.module.css';

const LEVELS = [0, 1, 2, 3, 4, 5];
const BALANCES = ['scarce', 'short', 'even', 'ample', 'unmet'] as const;

/** What the colours say; every figure stands in its cell as well. */
export function Legend({ measure }: { measure: Measure }) {
  const { t } = useTranslation('coverage');
  if (measure !== 'gap') {
    return (
      <p className={css.legend}>
        <span>{t('legend.few')}</span>
        {LEVELS.map((level) => (
          <span key={level} className={css.swatch} data-level={level} aria-hidden="true" />
        ))}
        <span>{t('legend.many')}</span>
      </p>
    );
  }
  return (
    <ul className={css.legend} aria-label={t('legend.label')}>
      {BALANCES.map((balance) => (
        <li key={balance}>
          <span className={css.swatch} data-balance={balance} aria-hidden="true" />
          {t(`legend.${balance}`)}
        </li>
      ))}
    </ul>
  );
}
