import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { eventsUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { EventForm } from '../EventForm';
import css from '../events.module.css';
import { useWritten } from '../useWritten';
import { changedBody, valuesOf } from '../values';
import type { EventDetail } from '../words';

/** What the event says, and when, where and for how many it is. */
export function WordsTab({ event }: { event: EventDetail }) {
  const { t } = useTranslation(['events', 'common']);
  // A refusal is said by the form itself, beside its fields.
  const { onSuccess } = useWritten()(t('common:form.saved'));
  const update = useMutation({ ...eventsUpdateMutation(), onSuccess });
  return (
    <section className={css.panel} aria-labelledby="words">
      <h2 id="words">{t('events:desk.words')}</h2>
      <EventForm
        initial={valuesOf(event)}
        reviewed={event.state !== 'draft'}
        withMoney={event.allowed_actions.includes('edit_money_terms')}
        busy={update.isPending}
        error={update.error}
        onSave={(values) => update.mutate({ path: { event_id: event.id }, body: changedBody(values, event) })}
      />
    </section>
  );
}
