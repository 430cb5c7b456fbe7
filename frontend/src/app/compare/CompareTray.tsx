import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { Icon } from '@/shared/icons';
import css from './compare.module.css';
import { compareHref, LEAST, type Pick, usePicks } from './picks';

/** Follows from page to page with the projects chosen so far. Nothing until one is. */
export default function CompareTray() {
  const { picks, toggle, clear } = usePicks();
  const isComparing = useLocation({ select: ({ pathname }) => pathname === '/investor/compare' });
  if (picks.length === 0 || isComparing) return null;
  return <Tray picks={picks} remove={toggle} clear={clear} />;
}

interface TrayProps {
  picks: Pick[];
  remove: (pick: Pick) => void;
  clear: () => void;
}

function Tray({ picks, remove, clear }: TrayProps) {
  const { t } = useTranslation('cards');
  useEffect(() => {
    // The room at the end of the page hangs on this mark, see base.css.
    document.documentElement.dataset.tray = '';
    return () => {
      delete document.documentElement.dataset.tray;
    };
  }, []);
  return (
    <section className={css.tray} aria-label={t('compare.tray')}>
      <div className={`wrap ${css.row}`}>
        <ul className={css.picks}>
          {picks.map((pick) => (
            <li key={pick.id}>
              <span>{pick.name}</span>
              <button
                type="button"
                aria-label={t('compare.remove', { name: pick.name })}
                onClick={() => remove(pick)}
              >
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
        <button type="button" className={css.clear} onClick={clear}>
          {t('compare.clear')}
        </button>
        {picks.length >= LEAST ? (
          <AppLink className={css.go ?? ''} href={compareHref(picks.map(({ id }) => id))}>
            {t('compare.go', { count: picks.length })}
          </AppLink>
        ) : (
          <span className={css.hint}>{t('compare.one_more')}</span>
        )}
      </div>
    </section>
  );
}
