import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { DoorPanel } from '../door/DoorPanel';
import css from '../events.module.css';
import type { EventDetail } from '../words';

/** The door as the host runs it; for who only checks in, the way to their lists. */
export function DoorTab({ event }: { event: EventDetail }) {
  const { t } = useTranslation('door');
  if (event.allowed_actions.includes('view_registrations')) return <DoorPanel event={event} />;
  return (
    <section className={css.panel} aria-labelledby="door">
      <h2 id="door">{t('title')}</h2>
      <p>
        <AppLink className={css.touch} href={`/checkin/${event.id}`} target="_blank">
          {t('open')}
        </AppLink>
      </p>
    </section>
  );
}
