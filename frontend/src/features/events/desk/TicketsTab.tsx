import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { AdmittedEditor } from '../asking/AdmittedEditor';
import { ConsentEditor } from '../asking/ConsentEditor';
import { QuestionsEditor } from '../asking/QuestionsEditor';
import css from '../events.module.css';
import { QuotasEditor } from '../QuotasEditor';
import { TicketTypesEditor } from '../TicketTypesEditor';
import type { EventDetail } from '../words';

/** Kinds of tickets and how many there are of them, who may have them, and what guests are asked. */
export function TicketsTab({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const may = (name: string) => event.allowed_actions.includes(name);
  return (
    <>
      {may('view_vouchers') ? (
        <p className={css.ways}>
          <AppLink className={css.touch} href={`/org/events/${event.id}/vouchers`}>
            {t('vouchers.title')}
          </AppLink>
        </p>
      ) : null}
      {may('update_event') ? (
        <>
          <TicketTypesEditor event={event} />
          <QuotasEditor event={event} />
          <AdmittedEditor event={event} />
          <QuestionsEditor event={event} />
          <ConsentEditor event={event} />
        </>
      ) : null}
    </>
  );
}
