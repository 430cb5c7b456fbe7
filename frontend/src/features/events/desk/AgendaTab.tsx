import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/shared/states/EmptyState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Agenda } from '../Agenda';
import { AgendaEditor } from '../AgendaEditor';
import { isOfHosts } from '../allowed';
import type { EventDetail } from '../words';

const DecksPanel = lazy(() => import('../decks/DecksPanel').then((found) => ({ default: found.DecksPanel })));

/** The run of show, written while it may be and read otherwise; and what those bring who come on stage with a pitch. */
export function AgendaTab({ event }: { event: EventDetail }) {
  const hasPitches = event.agenda_draft.some(({ kind }) => kind === 'pitch');
  return (
    <>
      <RunOfShow event={event} />
      {isOfHosts(event) && hasPitches ? (
        <Suspense fallback={<LoadingState height={280} />}>
          <DecksPanel event={event} />
        </Suspense>
      ) : null}
    </>
  );
}

function RunOfShow({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  if (event.allowed_actions.includes('edit_agenda')) return <AgendaEditor event={event} />;
  return event.agenda.length > 0 ? <Agenda event={event} /> : <EmptyState title={t('desk.no_agenda')} />;
}
