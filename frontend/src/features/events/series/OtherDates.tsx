import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { eventsListOptions } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import css from '../events.module.css';
import { span } from '../times';
import type { EventDetail } from '../words';

/** When it comes again: what the list of events shows of the same series. */
export function OtherDates({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation('series');
  const query = { series: event.series ?? undefined, when: 'upcoming' as const, page_size: 60 };
  const list = useQuery(eventsListOptions({ query }));
  const others = list.data?.results.filter(({ id }) => id !== event.id) ?? [];
  if (others.length === 0) return null;
  return (
    <section className={css.panel} aria-labelledby="other-dates">
      <h2 id="other-dates">{t('others')}</h2>
      <ul className={css.devices}>
        {others.map((one) => (
          <li key={one.id}>
            <AppLink className={css.touch} href={`/events/${one.id}`}>
              {span(one.starts_at, one.ends_at, i18n.language)}
            </AppLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
