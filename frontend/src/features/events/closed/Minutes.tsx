import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Minutes as MinutesText } from '@/api';
import { eventsMinutesRetrieveOptions, ticketsMinutesRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { Markdown } from '@/shared/markdown/Markdown';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import type { EventDetail, Ticket } from '../words';

/** On the page of an event: nothing for who was no guest of it, or while nothing is shared. */
export function EventMinutes({ event }: { event: EventDetail }) {
  const query = useQuery(eventsMinutesRetrieveOptions({ path: { event_id: event.id } }));
  return <Minutes minutes={query.data?.minutes} />;
}

/** Beside a ticket, whose link is the right to them. */
export function TicketMinutes({ ticket }: { ticket: Ticket }) {
  const query = useQuery(ticketsMinutesRetrieveOptions({ path: { secret: ticket.secret } }));
  return <Minutes minutes={query.data?.minutes} />;
}

function Minutes({ minutes }: { minutes: MinutesText | null | undefined }) {
  const { t } = useTranslation('closed');
  const section = useRef<HTMLElement>(null);
  const isThere = Boolean(minutes?.shared_at);
  useEffect(() => {
    // The letter leads straight here, before this part of the page is there.
    if (isThere && window.location.hash === '#minutes') section.current?.scrollIntoView();
  }, [isThere]);
  if (!minutes?.shared_at) return null;
  return (
    <section ref={section} className={css.panel} aria-labelledby="minutes">
      <h2 id="minutes">{t('minutes.title')}</h2>
      <p className={css.quiet}>
        {t('minutes.readers')} <Time value={minutes.shared_at} as="datetime" />
      </p>
      <Markdown source={minutes.text} />
    </section>
  );
}
