import { useTranslation } from 'react-i18next';
import type { DeclaredVsActualOutput } from '@/api';
import { formatPercent } from '@/shared/format';
import css from './declared.module.css';

/** How many of a firm's recorded deals obey what it declares, part by part; too few deals say so and no more. */
export function DeclaredShare({ declared }: { declared: DeclaredVsActualOutput }) {
  const { t, i18n } = useTranslation('cards');
  const { deals, obeying, fields, since, until } = declared;
  return (
    <section className={css.declared} aria-label={t('declared.title')}>
      <strong>{t('declared.title')}</strong>
      {obeying === null ? (
        <p>{t('declared.few', { count: deals })}</p>
      ) : (
        <>
          <p>
            {t('declared.share', { deals, obeying, percent: formatPercent(obeying / deals, i18n.language) })}
          </p>
          {fields.length > 0 ? (
            <ul className={css.parts} aria-label={t('declared.parts')}>
              {fields.map(({ field, met, known }) => (
                <li key={field}>{t('declared.part', { name: t(`declared.field.${field}`), met, known })}</li>
              ))}
            </ul>
          ) : null}
        </>
      )}
      <p className={css.quiet}>{t('declared.window', { since, until })}</p>
    </section>
  );
}
