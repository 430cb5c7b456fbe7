import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './checkin.module.css';
import type { Doorkeeper } from './keeper';

/** Names of guests do not stay on a phone longer than they must. Asks once more, and says what would be lost. */
export function Wipe({ keeper, waiting }: { keeper: Doorkeeper; waiting: number }) {
  const { t } = useTranslation(['checkin', 'common']);
  const [asked, setAsked] = useState(false);
  return (
    <section className={css.panel} aria-labelledby="wipe">
      <h2 id="wipe">{t('checkin:wipe.title')}</h2>
      <p className={css.quiet}>{t('checkin:wipe.text')}</p>
      {asked ? (
        <>
          <p role="alert">
            {waiting > 0 ? t('checkin:wipe.lost', { count: waiting }) : t('checkin:wipe.ask')}
          </p>
          <div className={css.pair}>
            <button type="button" className={css.danger} onClick={() => void keeper.wipe()}>
              {t('checkin:wipe.do')}
            </button>
            <button type="button" className={css.big} onClick={() => setAsked(false)}>
              {t('common:form.cancel')}
            </button>
          </div>
        </>
      ) : (
        <button type="button" className={css.big} onClick={() => setAsked(true)}>
          {t('checkin:wipe.do')}
        </button>
      )}
    </section>
  );
}
