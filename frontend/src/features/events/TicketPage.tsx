import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useLocation } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  myTicketsListQueryKey,
  ticketMoneyQueryKey,
  ticketsCancelCreateMutation,
  ticketsRetrieveOptions,
  ticketsRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { useViewer } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import { Facts, fact } from '@/shared/Facts';
import { Money } from '@/shared/Money';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import { TicketAnswers } from './asking/TicketAnswers';
import { CompanionTickets } from './CompanionTickets';
import css from './events.module.css';
import { HolderActs } from './holding/HolderActs';
import { TicketPayment } from './TicketPayment';
import { ToEvent } from './ToEvent';
import { span } from './times';
import { kindName, leavesMinutes, roomOf, subtitleOf, type Ticket, titleOf } from './words';

// Forms and files, which most who look at a ticket do not need.
const TicketMoney = lazy(() =>
  import('./money/TicketMoney').then((found) => ({ default: found.TicketMoney })),
);

const TicketMinutes = lazy(() =>
  import('./closed/Minutes').then((found) => ({ default: found.TicketMinutes })),
);

const route = getRouteApi('/me/tickets/$secret');

/** The ticket as it is shown at the door. The link is the right to it. */
export function TicketPage() {
  const { secret } = route.useParams();
  const query = useQuery(ticketsRetrieveOptions({ path: { secret } }));
  return <Loaded query={query}>{(ticket) => <Shown ticket={ticket} />}</Loaded>;
}

function Shown({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation('events');
  const { event } = ticket;
  const { paid } = route.useSearch();
  const says = subtitleOf(ticket);
  const [valid, toPay] = [says === 'valid', says === 'to_pay'];
  const place = event.is_online ? t('online') : [event.venue, ticket.address].filter(Boolean).join(' · ');
  return (
    <div className={`wrap ${css.page} ${css.narrow}`}>
      <PageHeader
        title={titleOf(event, i18n.language)}
        eyebrow={<ToEvent event={event} />}
        subtitle={t(`ticket.${says}`)}
        actions={<Others />}
      />
      {event.state === 'cancelled' ? (
        <p className={css.notice} role="alert">
          {t('page.cancelled', { reason: ticket.cancel_reason })}
        </p>
      ) : null}
      {toPay ? <TicketPayment ticket={ticket} back={paid === 1} /> : null}
      {toPay ? <MoneyPanels ticket={ticket} /> : null}
      <section className={css.panel} aria-labelledby="ticket">
        <h2 id="ticket">{t('ticket.title')}</h2>
        {valid ? (
          <img className={css.qr} src={ticket.qr_url} alt={t('ticket.qr', { code: ticket.code })} />
        ) : null}
        {valid ? <p className={css.code}>{ticket.code}</p> : null}
        <Facts
          facts={[
            fact(t('ticket.name'), ticket.name),
            fact(t('ticket.organization'), ticket.organization_name),
            fact(t('page.when'), span(event.starts_at, event.ends_at, i18n.language)),
            fact(t('page.where'), place),
            fact(t('register.kind'), kindName(ticket.ticket_type, i18n.language)),
            fact(t('pay.price'), ticket.payment ? <Money value={ticket.payment.price} /> : null),
            fact(t('pay.state'), ticket.payment ? t(`pay.state_${ticket.payment.state}`) : null),
            fact(t('page.state'), t(`ticket.state_${ticket.state}`)),
            fact(t('ticket.refusal_reason'), ticket.refusal_reason),
          ]}
        />
        <Ways ticket={ticket} isValid={valid} />
      </section>
      {ticket.companions.length > 0 ? <CompanionTickets ticket={ticket} /> : null}
      {leavesMinutes(event) && ticket.state === 'confirmed' ? (
        <Suspense fallback={<LoadingState height={120} />}>
          <TicketMinutes ticket={ticket} />
        </Suspense>
      ) : null}
      <TicketAnswers key={ticket.state} secret={ticket.secret} />
      <HolderActs key={`${ticket.name} ${ticket.state}`} ticket={ticket} />
      {toPay ? null : <MoneyPanels ticket={ticket} />}
      {ticket.can_cancel ? <Cancel ticket={ticket} /> : null}
    </div>
  );
}

/** Into the calendar and, once it is near, into the room: whoever holds the ticket is somebody there. */
function Ways({ ticket: { event, secret, calendar_url }, isValid }: { ticket: Ticket; isValid: boolean }) {
  const { t } = useTranslation('events');
  return (
    <p className={css.ways}>
      <a className={css.touch} href={calendar_url}>
        {t('page.calendar')}
      </a>
      {isValid && roomOf(event) && event.visibility === 'public' ? (
        // Behind the hash, which no server is told. Of other events a guest without an account may not read the page.
        <a className={css.touch} href={`/rooms/${event.id}#ticket=${secret}`}>
          {t('page.to_room')}
        </a>
      ) : null}
      {event.has_replay && event.visibility === 'public' ? (
        <a className={css.touch} href={`/rooms/${event.id}/replay`}>
          {t('page.to_replay')}
        </a>
      ) : null}
    </p>
  );
}

/** Beside the ticket of who has paid; before it while it is to be paid. */
function MoneyPanels({ ticket }: { ticket: Ticket }) {
  if (!ticket.payment) return null;
  return (
    <Suspense fallback={<LoadingState height={120} />}>
      <TicketMoney ticket={ticket} />
    </Suspense>
  );
}

/** The other tickets of who is signed in; a guest learns how to have them together. */
function Others() {
  const { t } = useTranslation('events');
  const viewer = useViewer();
  if (viewer === undefined) return null;
  return (
    <AppLink href="/me/tickets" className={css.touch ?? ''}>
      {t(viewer ? 'tickets.title' : 'ticket.keep_all')}
    </AppLink>
  );
}

/** Asks once more on the page itself: the seat goes to somebody else at once. */
function Cancel({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation(['events', 'common']);
  const queryClient = useQueryClient();
  // From the list one comes to this question straight.
  const straight = useLocation({ select: ({ hash }) => hash === 'cancel' });
  const [asked, setAsked] = useState(straight);
  const reach = useCallback(
    (question: HTMLElement | null) => {
      if (straight) question?.scrollIntoView({ block: 'center' });
    },
    [straight],
  );
  const path = { secret: ticket.secret };
  const cancel = useMutation({
    ...ticketsCancelCreateMutation(),
    onSuccess: (given) => {
      queryClient.setQueryData(ticketsRetrieveQueryKey({ path }), given);
      void queryClient.invalidateQueries({ queryKey: ticketMoneyQueryKey({ path }) });
      void queryClient.invalidateQueries({ queryKey: myTicketsListQueryKey() });
    },
  });
  const refusal = cancel.error ? toApiError(cancel.error) : null;
  if (!asked) return <Button onClick={() => setAsked(true)}>{t('events:ticket.cancel')}</Button>;
  return (
    <section ref={reach} className={css.panel} aria-labelledby="cancel">
      <h2 id="cancel">{t('events:ticket.cancel_ask')}</h2>
      <p>{t(ticket.payment?.paid_at ? 'events:ticket.cancel_paid' : 'events:ticket.cancel_text')}</p>
      <div role="alert">{refusal ? refusal.detail || t('common:error.unknown') : ''}</div>
      <div className={css.acts}>
        <Button danger loading={cancel.isPending} onClick={() => cancel.mutate({ path })}>
          {t('events:ticket.cancel_do')}
        </Button>
        <Button onClick={() => setAsked(false)}>{t('events:ticket.keep')}</Button>
      </div>
    </section>
  );
}
