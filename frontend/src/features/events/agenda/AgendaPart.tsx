import { lazy, Suspense } from 'react';
import { LoadingState } from '@/shared/states/LoadingState';
import { Agenda } from '../Agenda';
import { AgendaEditor } from '../AgendaEditor';
import type { EventDetail } from '../words';

const DecksPanel = lazy(() => import('../decks/DecksPanel').then((found) => ({ default: found.DecksPanel })));

/** The run of show on the host's desk, and what those bring who come on stage with a pitch. */
export function AgendaPart({ event }: { event: EventDetail }) {
  const may = (name: string) => event.allowed_actions.includes(name);
  const hasPitches = event.agenda_draft.some(({ kind }) => kind === 'pitch');
  return (
    <>
      {may('edit_agenda') ? <AgendaEditor event={event} /> : <Agenda event={event} />}
      {may('view_registrations') && hasPitches ? (
        <Suspense fallback={<LoadingState height={280} />}>
          <DecksPanel event={event} />
        </Suspense>
      ) : null}
    </>
  );
}
