import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventsCalendarData } from '@/api';
import { eventsRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { client } from '@/api/client.gen';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { Facts, fact } from '@/shared/Facts';
import { MainLink } from '@/shared/MainAction';
import { organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import { Agenda } from './Agenda';
import { Price, Standing } from './EventCard';
import css from './events.module.css';
import { RegistrationPanel } from './RegistrationPanel';
import { span } from './times';
import { type EventDetail, isFree, leavesMinutes, roomOf, titleOf } from './words';

const calendarOf = ({ id }: EventDetail) =>
  client.buildUrl<EventsCalendarData>({ url: '/api/v1/events/{event_id}/event.ics', path: { event_id: id } });

const route = getRouteApi('/events/$id');
// The one heavy part of a page guests open on the street: it comes when there is something to read.
const Markdown = lazy(() =>
  import('@/shared/markdown/Markdown').then((found) => ({ default: found.Markdown })),
);
const OtherDates = lazy(() => import('./series/OtherDates').then((found) => ({ default: found.OtherDates })));

const EventMinutes = lazy(() =>
  import('./closed/Minutes').then((found) => ({ default: found.EventMinutes })),
);

/** What a guest needs to decide and to come, and the form to register on the same screen. */
export function EventPage() {
  const { id } = route.useParams();
  const query = useQuery(eventsRetrieveOptions({ path: { event_id: id } }));
  return <Loaded query={query}>{(event) => <Shown event={event} />}</Loaded>;
}

function Shown({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation('events');
  const place = event.is_online ? t('online') : [event.venue, event.address].filter(Boolean).join(' · ');
  return (
    <div className={`wrap ${css.page}`}>
      <PageHeader
        eyebrow={<AppLink href="/events">{t('page.back')}</AppLink>}
        title={titleOf(event, i18n.language)}
        subtitle={event.summary}
        actions={<Ways event={event} />}
      />
      {event.state === 'cancelled' ? (
        <p className={css.notice} role="alert">
          {t('page.cancelled', { reason: event.cancel_reason })}
        </p>
      ) : null}
      <div className={css.columns}>
        <div className={css.main}>
          <About event={event} place={place} />
          {event.description ? (
            <section className={css.panel} aria-labelledby="about">
              <h2 id="about">{t('page.about')}</h2>
              <Suspense fallback={<LoadingState rows={4} />}>
                <Markdown source={event.description} />
              </Suspense>
            </section>
          ) : null}
          <Agenda event={event} />
          <Suspense>{event.series ? <OtherDates event={event} /> : null}</Suspense>
          {leavesMinutes(event) ? (
            <Suspense fallback={<LoadingState rows={4} />}>
              <EventMinutes event={event} />
            </Suspense>
          ) : null}
        </div>
        <RegistrationPanel event={event} />
      </div>
    </div>
  );
}

/** What it is, when and where, what it costs, and whose it is. */
function About({ event, place }: { event: EventDetail; place: string }) {
  const { t, i18n } = useTranslation('events');
  const { nameOf } = useSectors();
  const host = organizationName(event.organization, i18n.language);
  return (
    <section className={css.panel} aria-labelledby="facts">
      <h2 id="facts">{t('page.facts')}</h2>
      <Facts
        facts={[
          fact(t('page.when'), span(event.starts_at, event.ends_at, i18n.language)),
          fact(t('page.where'), place),
          fact(t('page.kind'), t(`preset.${event.preset}`)),
          fact(
            t('field.visibility'),
            event.visibility === 'public' ? null : t(`visibility.${event.visibility}`),
          ),
          fact(t('page.sectors'), event.sectors.map(nameOf).join(' · ')),
          fact(t('page.host'), <AppLink href={`/organizations/${event.organization.id}`}>{host}</AppLink>),
          fact(t('page.co_hosts'), event.co_hosts.length > 0 ? <CoHosts event={event} /> : null),
          fact(t('page.price'), <Price event={event} />),
          fact(
            t('page.refunds'),
            refundsOf(event) ? <Time value={refundsOf(event) ?? ''} as="datetime" /> : null,
          ),
          fact(t('page.state'), <Standing event={event} />),
        ]}
      />
      <p>
        <a className={css.touch} href={calendarOf(event)}>
          {t('page.calendar')}
        </a>
      </p>
    </section>
  );
}

/** Organizations that host it too, each with its page. */
function CoHosts({ event }: { event: EventDetail }) {
  const { i18n } = useTranslation('events');
  return (
    <span className={css.ways}>
      {event.co_hosts.map((one) => (
        <AppLink key={one.id} href={`/organizations/${one.id}`}>
          {organizationName(one, i18n.language)}
        </AppLink>
      ))}
    </span>
  );
}

/** Only where something is paid there is anything to pay back. */
const refundsOf = (event: EventDetail) => (event.ticket_types.every(isFree) ? null : event.refunds_until);

/** Into the room, plainly while it runs; and to the desk for its hosts. */
function Ways({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const room = roomOf(event);
  return (
    <>
      {event.allowed_actions.includes('keep_door') ? (
        <AppLink href={`/org/events/${event.id}`}>{t('page.to_desk')}</AppLink>
      ) : null}
      {room === 'soon' ? <AppLink href={`/rooms/${event.id}`}>{t('page.to_room')}</AppLink> : null}
      {room === 'live' ? <MainLink href={`/rooms/${event.id}`}>{t('page.to_room')}</MainLink> : null}
      {event.has_replay ? (
        <MainLink href={`/rooms/${event.id}/replay`}>{t('page.to_replay')}</MainLink>
      ) : null}
    </>
  );
}
