import { useTranslation } from 'react-i18next';
import type { RoadshowState } from '../room';
import wall from '../screen.module.css';
import { newestFirst } from './announcements';
import css from './announcements.module.css';

/** What the host says to everybody: the newest in full, those before it on request. */
export function Announcements({ state }: { state: Pick<RoadshowState, 'announcements'> }) {
  const { t } = useTranslation('announcements');
  const [newest, ...before] = newestFirst(state.announcements);
  return (
    <div aria-live="polite" className={css.live}>
      {newest ? (
        <section className={css.banner} aria-label={t('title')}>
          <p className={css.head}>
            <strong>{t('title')}</strong> <Time at={newest.said_at} />
          </p>
          <p className={css.text}>{newest.text}</p>
          {before.length > 0 ? (
            <details>
              <summary>{t('before', { count: before.length })}</summary>
              <ul className={css.before}>
                {before.map((one) => (
                  <li key={one.id}>
                    <Time at={one.said_at} /> <span className={css.text}>{one.text}</span>
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </section>
      ) : null}
    </div>
  );
}

function Time({ at }: { at: string }) {
  const { i18n } = useTranslation();
  return (
    <time className={css.time} dateTime={at}>
      {new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit' }).format(new Date(at))}
    </time>
  );
}

/** The newest on the wall, above everything else. */
export function WallAnnouncement({ state }: { state: Pick<RoadshowState, 'announcements'> }) {
  const [newest] = newestFirst(state.announcements);
  return <div aria-live="polite">{newest ? <p className={wall.announced}>{newest.text}</p> : null}</div>;
}
