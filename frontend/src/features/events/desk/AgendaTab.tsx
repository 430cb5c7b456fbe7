import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/shared/states/EmptyState';
import { Agenda } from '../Agenda';
import { AgendaEditor } from '../AgendaEditor';
import type { EventDetail } from '../words';

/** The run of show: written while it may be, read otherwise. */
export function AgendaTab({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  if (event.allowed_actions.includes('edit_agenda')) return <AgendaEditor event={event} />;
  return event.agenda.length > 0 ? <Agenda event={event} /> : <EmptyState title={t('desk.no_agenda')} />;
}
