import { useTranslation } from 'react-i18next';
import { useViewer } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import css from './events.module.css';
import type { Ticket } from './words';

/** To its page, where the holder may see that: without an account only of an event for everybody. */
export function ToEvent({ event }: { event: Pick<Ticket['event'], 'id' | 'visibility'> }) {
  const { t } = useTranslation('events');
  const viewer = useViewer();
  if (event.visibility !== 'public' && !viewer) return null;
  return (
    <AppLink href={`/events/${event.id}`} className={css.touch ?? ''}>
      {t('ticket.to_event')}
    </AppLink>
  );
}
