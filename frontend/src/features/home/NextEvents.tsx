import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { organizationName, titleOf } from '@/shared/names';
import { LoadingState } from '@/shared/states/LoadingState';
import { dayOf, type EventRow } from './coming';
import home from './home.module.css';
import css from './next.module.css';

function Row({ event }: { event: EventRow }) {
  const { t, i18n } = useTranslation('home');
  const { month, day, time } = dayOf(event.starts_at, i18n.language);
  const isLive = event.state === 'live';
  const place = event.is_online ? t('next.online') : event.venue || event.district;
  return (
    <li>
      <AppLink href={isLive ? `/rooms/${event.id}` : `/events/${event.id}`} className={css.event}>
        <time dateTime={event.starts_at} className={css.day}>
          <span>{month}</span> <strong>{day}</strong>
        </time>
        <span className={css.words}>
          <strong>{titleOf(event, i18n.language)}</strong>
          <span>{[time, place].filter(Boolean).join(' · ')}</span>
          <span>
            {organizationName(event.organization, i18n.language)}
            {isLive ? <em>{t('next.live')}</em> : null}
            {!isLive && event.is_full ? <em>{t('next.full')}</em> : null}
          </span>
        </span>
      </AppLink>
    </li>
  );
}

/** The next evenings of the street. With none to come there is nothing to say. */
export function NextEvents({ events }: { events: readonly EventRow[] | undefined }) {
  const { t } = useTranslation('home');
  if (events?.length === 0) return null;
  return (
    <section className={`wrap ${home.section}`} aria-labelledby="next">
      <div className={home.sectionHead}>
        <h2 id="next">{t('next.title')}</h2>
        <p>
          <AppLink href="/events">{t('next.all')}</AppLink>
        </p>
      </div>
      {events ? (
        <ul className={css.events}>
          {events.map((event) => (
            <Row key={event.id} event={event} />
          ))}
        </ul>
      ) : (
        <LoadingState height="var(--events-height)" />
      )}
    </section>
  );
}
