import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventSeriesDetail } from '@/api';
import { eventsSeriesRetrieveOptions, eventsSeriesSubmitMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { AppLink } from '@/shared/AppLink';
import { Loaded } from '@/shared/states/Loaded';
import css from '../events.module.css';
import { span } from '../times';
import type { EventDetail } from '../words';
import { CallOffRest } from './CallOffRest';
import { FollowingForm } from './FollowingForm';
import { draftsAhead, ruleInWords, seenOf } from './rules';

/** All dates of the series an event belongs to, on its host's desk, and what is done to many of them at once. */
export function SeriesPanel({ event }: { event: EventDetail }) {
  const query = useQuery(eventsSeriesRetrieveOptions({ path: { event_id: event.id } }));
  return (
    <Loaded query={query} height={240}>
      {(series) => (
        <>
          <Dates event={event} series={series} />
          {event.allowed_actions.includes('update_event') ? (
            <FollowingForm key={`change ${event.edition}`} event={event} series={series} />
          ) : null}
          {event.allowed_actions.includes('cancel_event') ? (
            <CallOffRest event={event} series={series} />
          ) : null}
        </>
      )}
    </Loaded>
  );
}

interface PartProps {
  event: EventDetail;
  series: EventSeriesDetail;
}

function Dates({ event, series }: PartProps) {
  const { t, i18n } = useTranslation(['series', 'events']);
  const { name, values } = ruleInWords(series.rule, series.first_date, i18n.language);
  return (
    <section className={css.panel} aria-labelledby="series">
      <h2 id="series">{t('series:panel.title', { title: series.title })}</h2>
      <p className={css.quiet}>{t(`series:rule.${name}`, values)}</p>
      <ol className={css.devices}>
        {series.events.map((one) => (
          <li key={one.id}>
            <AppLink className={css.touch} href={`/org/events/${one.id}`} current="exact">
              {span(one.starts_at, one.ends_at, i18n.language)}
            </AppLink>
            <span>
              {t(`events:standing.${one.state === 'published' ? 'open' : one.state}`)}
              {' · '}
              {t('events:desk.taken', { taken: one.taken, capacity: one.capacity })}
            </span>
          </li>
        ))}
      </ol>
      <SubmitAll event={event} series={series} />
    </section>
  );
}

/** Each is reviewed by itself. */
function SubmitAll({ event, series }: PartProps) {
  const { t } = useTranslation('series');
  const submit = useMutation({ ...eventsSeriesSubmitMutation(), ...useTold()(t('submit.done')) });
  const drafts = draftsAhead(series);
  if (drafts.length === 0) return null;
  const act = () => submit.mutate({ path: { event_id: event.id }, body: { events: seenOf(drafts) } });
  return (
    <div className={css.acts}>
      <Button loading={submit.isPending} onClick={act}>
        {t('submit.act', { count: drafts.length })}
      </Button>
    </div>
  );
}
