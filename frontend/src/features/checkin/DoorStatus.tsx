import { useTranslation } from 'react-i18next';
import css from './checkin.module.css';
import type { DoorState } from './doorState';
import { clock } from './words';

interface StatusProps {
  state: Pick<DoorState, 'link' | 'waiting' | 'kept' | 'isBroken'>;
  onSync: () => void;
}

/** Whether the server answers, what it has not heard of yet, and since when it is in step. Always there. */
export function DoorStatus({ state: { link, waiting, kept, isBroken }, onSync }: StatusProps) {
  const { t, i18n } = useTranslation('checkin');
  const conflicts = kept?.conflicts ?? [];
  return (
    <>
      <div className={css.status} role="status" data-link={link} data-waiting={waiting}>
        <span className={css.dot}>{t(`link.${link}`)}</span>
        <span>{waiting > 0 ? t('link.waiting', { count: waiting }) : t('link.all_told')}</span>
        {kept?.syncedAt ? (
          <span>{t('link.synced', { time: clock(kept.syncedAt, i18n.language) })}</span>
        ) : null}
        <button type="button" className={css.plain} onClick={onSync}>
          {t('link.sync')}
        </button>
      </div>
      <p role="alert" className={isBroken ? css.broken : undefined}>
        {isBroken ? t('broken') : ''}
      </p>
      {conflicts.length > 0 ? (
        <details className={css.conflicts}>
          <summary>{t('conflict.title', { count: conflicts.length })}</summary>
          <p>{t('conflict.text')}</p>
          <ul>
            {conflicts.map(({ nonce, name, code, since, at }) => (
              <li key={nonce}>
                {name || code} · {clock(at, i18n.language)}
                {since ? ` · ${t('since', { time: clock(since, i18n.language) })}` : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
