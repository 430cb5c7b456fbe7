import { useTranslation } from 'react-i18next';
import type { Door } from '@/api';
import { Badge } from './Badge';
import css from './checkin.module.css';
import type { DoorState } from './doorState';
import type { Doorkeeper } from './keeper';
import { toneOf } from './signals';
import { clock, nameOf } from './words';

interface RecentProps {
  keeper: Doorkeeper;
  door: Door;
  recent: DoorState['recent'];
}

/** The last readings of this phone, and their undoing. */
export function Recent({ keeper, door, recent }: RecentProps) {
  const { t, i18n } = useTranslation('checkin');
  if (recent.length === 0) return null;
  return (
    <section className={css.panel} aria-labelledby="recent">
      <h2 id="recent">{t('recent')}</h2>
      <ul className={css.people}>
        {recent.map((shown) => {
          const list = door.lists.find(({ id }) => id === shown.list);
          const word = shown.result === 'admitted' ? shown.passage : shown.result;
          return (
            <li key={shown.nonce} data-tone={shown.isUndone ? 'undone' : toneOf(shown.result)}>
              <span>
                <strong>{shown.guest?.name || shown.guest?.code || t('no_ticket')}</strong>{' '}
                {t(shown.isUndone ? 'result.undone' : `result.${word}`)}
                <small>
                  {list ? nameOf(list, i18n.language) : ''} · {clock(shown.at, i18n.language)}
                </small>
              </span>
              <Badge shown={shown} keeper={keeper} className={css.plain} />
              {shown.result === 'admitted' && !shown.isUndone ? (
                <button type="button" className={css.plain} onClick={() => void keeper.undo(shown)}>
                  {t('undo')}
                </button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
