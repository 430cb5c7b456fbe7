import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput } from '@/api';
import { eventsRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { titleOf } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import css from './guests.module.css';

interface DeskFrameProps {
  id: string;
  title: string;
  actions?: (event: EventDetailOutput) => ReactNode;
  children: (event: EventDetailOutput) => ReactNode;
}

/** A page of one event's desk about its guests: the event above, its sisters beside. */
export function DeskFrame({ id, title, actions, children }: DeskFrameProps) {
  const { i18n } = useTranslation('guests');
  const query = useQuery(eventsRetrieveOptions({ path: { event_id: id } }));
  return (
    <Loaded query={query}>
      {(event) => (
        <div className="wrap">
          <PageHeader
            title={title}
            eyebrow={<AppLink href={`/org/events/${id}`}>{titleOf(event, i18n.language)}</AppLink>}
            subtitle={<Sisters event={event} />}
            actions={actions?.(event)}
          />
          {children(event)}
        </div>
      )}
    </Loaded>
  );
}

function Sisters({ event: { id, state, allowed_actions } }: { event: EventDetailOutput }) {
  const { t } = useTranslation('guests');
  return (
    <nav className={css.sisters} aria-label={t('desk')}>
      <Link to="/org/events/$id/guests" params={{ id }} search={{}} activeOptions={{ includeSearch: false }}>
        {t('title')}
      </Link>
      {allowed_actions.includes('view_figures') ? (
        <Link to="/org/events/$id/figures" params={{ id }}>
          {t('figures.title')}
        </Link>
      ) : null}
      {state === 'ended' && allowed_actions.includes('view_figures') ? (
        <Link to="/org/events/$id/report" params={{ id }}>
          {t('report')}
        </Link>
      ) : null}
      {allowed_actions.includes('mail_guests') ? (
        <Link to="/org/events/$id/mails" params={{ id }} search={{}} activeOptions={{ includeSearch: false }}>
          {t('mails.title')}
        </Link>
      ) : null}
    </nav>
  );
}
