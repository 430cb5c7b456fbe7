import { useTranslation } from 'react-i18next';
import type { Room } from '@/app/live/useRoom';
import css from './live.module.css';

export type Signal = 'live' | 'polling' | 'connecting' | 'reconnecting';

export function signalOf({ connection, place }: Pick<Room<unknown>, 'connection' | 'place'>): Signal {
  return connection === 'connecting' && place ? 'reconnecting' : connection;
}

/** Whether what the page shows is what happens now, and as of which event. Always there, in a word and a colour. */
export function ConnectionState({ room }: { room: Pick<Room<unknown>, 'connection' | 'place'> }) {
  const { t } = useTranslation('live');
  const signal = signalOf(room);
  const { place } = room;
  return (
    <p role="status" className={css.signal} data-signal={signal} data-seq={place?.seq}>
      {t(`signal.${signal}`)}
    </p>
  );
}
