import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Alert, Button, Input } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  eventsCancelCreateMutation,
  eventsRetrieveOptions,
  eventsSubmitCreateMutation,
  eventsUpdateMutation,
  eventsWithdrawCreateMutation,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm } from '@/app/acts';
import { AppLink } from '@/shared/AppLink';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import { Agenda } from './Agenda';
import { AgendaEditor } from './AgendaEditor';
import { Standing } from './EventCard';
import { EventForm } from './EventForm';
import css from './events.module.css';
import { PaymentTermsEditor } from './money/PaymentTermsEditor';
import { QuotasEditor } from './QuotasEditor';
import { TicketTypesEditor } from './TicketTypesEditor';
import { useWritten } from './useWritten';
import { changedBody, valuesOf } from './values';
import { type EventDetail, roomOf, titleOf } from './words';

const route = getRouteApi('/_app/org/events/$id');
// A draft has nobody to let in.
const DoorPanel = lazy(() => import('./door/DoorPanel').then((found) => ({ default: found.DoorPanel })));
const Line = lazy(() => import('./waiting/Line').then((found) => ({ default: found.Line })));
const QuestionsEditor = lazy(() =>
  import('./asking/QuestionsEditor').then((found) => ({ default: found.QuestionsEditor })),
);
const AdmittedEditor = lazy(() =>
  import('./asking/AdmittedEditor').then((found) => ({ default: found.AdmittedEditor })),
);
const ConsentEditor = lazy(() =>
  import('./asking/ConsentEditor').then((found) => ({ default: found.ConsentEditor })),
);

/** One event on its host's desk: its state and next step, its words, its agenda, and the ways to its guests. */
export function DeskEventPage() {
  const { id } = route.useParams();
  const query = useQuery(eventsRetrieveOptions({ path: { event_id: id } }));
  return <Loaded query={query}>{(event) => <Desk key={event.edition} event={event} />}</Loaded>;
}

function Desk({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation(['events', 'common']);
  const written = useWritten();
  const may = (name: string) => event.allowed_actions.includes(name);
  // A refusal is said by the form itself, beside its fields.
  const { onSuccess } = written(t('common:form.saved'));
  const update = useMutation({ ...eventsUpdateMutation(), onSuccess });
  return (
    <div className="wrap">
      <PageHeader
        title={titleOf(event, i18n.language)}
        eyebrow={<AppLink href="/org">{t('events:desk.title')}</AppLink>}
        subtitle={
          <>
            <Standing event={event} />{' '}
            {event.taken === null
              ? null
              : t('events:desk.taken', { taken: event.taken, capacity: event.capacity })}
          </>
        }
        actions={<Steps event={event} />}
      />
      {event.review_reason ? (
        <Alert type="warning" showIcon title={t('events:desk.sent_back')} description={event.review_reason} />
      ) : null}
      {event.state === 'cancelled' ? (
        <Alert type="warning" showIcon title={t('events:page.cancelled', { reason: event.cancel_reason })} />
      ) : null}
      <Ways event={event} />
      {may('view_registrations') && event.state !== 'draft' ? (
        <Suspense fallback={<LoadingState height={420} />}>
          <DoorPanel event={event} />
          <Line event={event} />
        </Suspense>
      ) : null}
      {may('update_event') ? (
        <section className={css.panel} aria-labelledby="words">
          <h2 id="words">{t('events:desk.words')}</h2>
          <EventForm
            initial={valuesOf(event)}
            reviewed={event.state !== 'draft'}
            busy={update.isPending}
            error={update.error}
            onSave={(values) =>
              update.mutate({ path: { event_id: event.id }, body: changedBody(values, event) })
            }
          />
        </section>
      ) : null}
      {may('update_event') ? <WhoComes event={event} /> : null}
      {may('edit_agenda') ? <AgendaEditor event={event} /> : <Agenda event={event} />}
      {may('cancel_event') ? <CallOff event={event} /> : null}
    </div>
  );
}

/** Kinds of tickets, how many of them, how they are paid, and what guests are asked. */
function WhoComes({ event }: { event: EventDetail }) {
  return (
    <>
      <TicketTypesEditor event={event} />
      <QuotasEditor event={event} />
      <PaymentTermsEditor event={event} />
      <Suspense fallback={<LoadingState height={420} />}>
        <AdmittedEditor event={event} />
        <QuestionsEditor event={event} />
        <ConsentEditor event={event} />
      </Suspense>
    </>
  );
}

/** From the desk to everything else of the event. */
function Ways({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const may = (name: string) => event.allowed_actions.includes(name);
  return (
    <p className={css.ways}>
      <AppLink className={css.touch} href={`/events/${event.id}`}>
        {t('desk.to_page')}
      </AppLink>
      {may('view_registrations') ? (
        <AppLink className={css.touch} href={`/org/events/${event.id}/vouchers`}>
          {t('vouchers.title')}
        </AppLink>
      ) : null}
      {may('view_registrations') && event.state !== 'draft' ? <Guests event={event} /> : null}
      {roomOf(event) || may('begin_event') || may('run_stage') ? <Room event={event} /> : null}
    </p>
  );
}

/** Who comes, what it comes to, and what they are told. */
function Guests({ event: { id, state, allowed_actions } }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  return (
    <>
      <AppLink className={css.touch} href={`/org/events/${id}/guests`}>
        {t('desk.to_guests')}
      </AppLink>
      <AppLink className={css.touch} href={`/org/events/${id}/figures`}>
        {t('desk.to_figures')}
      </AppLink>
      {state === 'ended' ? (
        <AppLink className={css.touch} href={`/org/events/${id}/report`}>
          {t('desk.to_report')}
        </AppLink>
      ) : null}
      {allowed_actions.includes('mail_guests') ? (
        <AppLink className={css.touch} href={`/org/events/${id}/mails`}>
          {t('desk.to_mails')}
        </AppLink>
      ) : null}
    </>
  );
}

/** The evening itself: the remote in the hand, and the wall of the hall. */
function Room({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  return (
    <>
      <AppLink className={css.touch} href={`/rooms/${event.id}/remote`}>
        {t('desk.to_remote')}
      </AppLink>
      <AppLink className={css.touch} href={`/rooms/${event.id}/screen`} target="_blank">
        {t('desk.to_screen')}
      </AppLink>
    </>
  );
}

function Steps({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const written = useWritten();
  const path = { event_id: event.id };
  const body = { edition: event.edition };
  const submit = useMutation({ ...eventsSubmitCreateMutation(), ...written(t('desk.submitted')) });
  const withdraw = useMutation({ ...eventsWithdrawCreateMutation(), ...written(t('desk.withdrawn')) });
  if (event.allowed_actions.includes('submit_event')) {
    return (
      <Button type="primary" loading={submit.isPending} onClick={() => submit.mutate({ path, body })}>
        {t('desk.submit')}
      </Button>
    );
  }
  if (event.allowed_actions.includes('withdraw_event')) {
    return (
      <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ path, body })}>
        {t('desk.withdraw')}
      </Button>
    );
  }
  return null;
}

/** The reason is told to everybody who registered, so it is asked for first. */
function CallOff({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const written = useWritten();
  const confirm = useConfirm();
  const [reason, setReason] = useState('');
  const cancel = useMutation({ ...eventsCancelCreateMutation(), ...written(t('desk.called_off')) });
  const ask = () =>
    confirm({
      title: t('desk.call_off_ask'),
      text: t('desk.call_off_text', { count: event.taken ?? 0 }),
      ok: t('desk.call_off'),
      act: () =>
        cancel.mutateAsync({
          path: { event_id: event.id },
          body: { edition: event.edition, reason: reason.trim() },
        }),
    });
  return (
    <section className={css.panel} aria-labelledby="call-off">
      <h2 id="call-off">{t('desk.call_off')}</h2>
      <label htmlFor="call-off-reason">{t('desk.call_off_reason')}</label>
      <Input
        id="call-off-reason"
        value={reason}
        maxLength={400}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className={css.acts}>
        <Button danger disabled={!reason.trim()} onClick={ask}>
          {t('desk.call_off')}
        </Button>
      </div>
    </section>
  );
}
