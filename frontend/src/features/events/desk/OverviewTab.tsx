import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { Facts, fact } from '@/shared/Facts';
import { LoadingState } from '@/shared/states/LoadingState';
import css from '../events.module.css';
import { OwnHelp } from '../hosting/OwnHelp';
import { Copies } from '../series/Copies';
import { span } from '../times';
import { type EventDetail, roomOf } from '../words';
import { CallOff } from './CallOff';
import { nextOf, unanswered } from './next';

const RehearsalPanel = lazy(() =>
  import('../rehearsal/RehearsalPanel').then((found) => ({ default: found.RehearsalPanel })),
);

/** How an event stands, what to do next, and the ways to all that is not on its desk. */
export function OverviewTab({ event }: { event: EventDetail }) {
  return (
    <>
      {event.helps_as.length > 0 ? <OwnHelp event={event} /> : null}
      <Standing event={event} />
      {mayRehearse(event) ? (
        <Suspense fallback={<LoadingState height={160} />}>
          <RehearsalPanel event={event} />
        </Suspense>
      ) : null}
      <Copies event={event} />
      {event.allowed_actions.includes('cancel_event') ? <CallOff event={event} /> : null}
    </>
  );
}

/** Until the evening begins, for whoever will run it. */
function mayRehearse({ allowed_actions, state }: EventDetail): boolean {
  return allowed_actions.includes('read_hosts_own') && ['draft', 'under_review', 'published'].includes(state);
}

function Standing({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation('events');
  const place = event.is_online ? t('online') : [event.venue, event.address].filter(Boolean).join(' · ');
  const waiting = unanswered(event);
  const lines = t('desk.lines', { count: event.agenda.length });
  return (
    <section className={css.panel} aria-labelledby="standing">
      <h2 id="standing">{t('desk.standing')}</h2>
      <Facts
        facts={[
          fact(t('page.when'), span(event.starts_at, event.ends_at, i18n.language)),
          fact(t('page.where'), place),
          fact(
            t('field.capacity'),
            event.taken === null ? null : t('quotas.taken', { taken: event.taken, capacity: event.capacity }),
          ),
          fact(t('page.agenda'), waiting > 0 ? t('desk.lines_waiting', { lines, count: waiting }) : lines),
        ]}
      />
      <Next event={event} />
      <Ways event={event} />
    </section>
  );
}

function Next({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const steps = nextOf(event);
  if (steps.length === 0) return null;
  return (
    <>
      <h3 id="next">{t('desk.next')}</h3>
      <ul className={css.next} aria-labelledby="next">
        {steps.map(({ step, href }) => (
          <li key={step}>
            {href ? (
              <AppLink className={css.touch} href={href}>
                {t(`desk.next_${step}`)}
              </AppLink>
            ) : (
              t(`desk.next_${step}`)
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** To the page everybody sees, and to the evening itself: the remote in the hand, and the wall of the hall. */
function Ways({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const may = (name: string) => event.allowed_actions.includes(name);
  const runs = may('begin_event') || may('run_stage');
  return (
    <p className={css.ways}>
      <AppLink className={css.touch} href={`/events/${event.id}`}>
        {t('desk.to_page')}
      </AppLink>
      {runs ? (
        <AppLink className={css.touch} href={`/rooms/${event.id}/remote`}>
          {t('desk.to_remote')}
        </AppLink>
      ) : null}
      {runs || roomOf(event) ? (
        <AppLink className={css.touch} href={`/rooms/${event.id}/screen`} target="_blank">
          {t('desk.to_screen')}
        </AppLink>
      ) : null}
    </p>
  );
}
