import { useTranslation } from 'react-i18next';
import type { Room } from '@/app/live/useRoom';
import css from './live.module.css';

/** About how many follow; nobody is told that they are alone. */
export function Present({ room: { present } }: { room: Pick<Room<unknown>, 'present'> }) {
  const { t } = useTranslation('live');
  return present !== null && present > 1 ? (
    <p className={css.present}>{t('present', { count: present })}</p>
  ) : null;
}
