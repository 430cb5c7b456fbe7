import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  myTicketsListQueryKey,
  ticketMoneyQueryKey,
  ticketsCancelGroupCreateMutation,
  ticketsRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import css from './events.module.css';
import { Problem } from './registering';
import { isFree, type Ticket } from './words';

const HOLDS = ['confirmed', 'pending_approval', 'awaiting_payment'];

/** The tickets of whom the holder registered along: each to be handed to its person, or all to be given back. */
export function CompanionTickets({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('events');
  const held = ticket.companions.filter(({ state }) => HOLDS.includes(state ?? ''));
  return (
    <section className={css.panel} aria-labelledby="along">
      <h2 id="along">{t('along.tickets')}</h2>
      <p className={css.quiet}>
        {t(isFree(ticket.ticket_type) ? 'along.tickets_text' : 'along.tickets_text_paid')}
      </p>
      <ul className={css.alongList}>
        {ticket.companions.map((one) => (
          <li key={one.secret}>
            <AppLink href={`/me/tickets/${one.secret}`} className={css.touch ?? ''}>
              {one.name} · {one.code}
            </AppLink>
            <span className={css.quiet}>{t(`ticket.state_${one.state ?? 'confirmed'}`)}</span>
            {HOLDS.includes(one.state ?? '') ? <Copy secret={one.secret} name={one.name} /> : null}
          </li>
        ))}
      </ul>
      {held.length > 0 && ticket.event.state !== 'cancelled' ? <GiveAllBack ticket={ticket} /> : null}
    </section>
  );
}

/** Hands the link to the phone's share sheet, or copies it. */
function Copy({ secret, name }: { secret: string; name: string }) {
  const { t } = useTranslation('events');
  const [copied, setCopied] = useState(false);
  const url = `${window.location.origin}/me/tickets/${secret}`;
  const share = async () => {
    if (typeof navigator.share === 'function') {
      await navigator.share({ title: name, url }).catch(() => undefined);
      return;
    }
    await navigator.clipboard.writeText(url);
    setCopied(true);
  };
  return (
    <>
      <Button aria-label={t('along.send_to', { name })} onClick={() => void share().catch(() => undefined)}>
        {t('along.send')}
      </Button>
      <span role="status" className={css.quiet}>
        {copied ? t('along.copied') : ''}
      </span>
    </>
  );
}

/** Asks once more: all places go to others at once. */
function GiveAllBack({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('events');
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState(false);
  const path = { secret: ticket.secret };
  const cancel = useMutation({
    ...ticketsCancelGroupCreateMutation(),
    onSuccess: (given) => {
      queryClient.setQueryData(ticketsRetrieveQueryKey({ path }), given);
      void queryClient.invalidateQueries({ queryKey: ticketMoneyQueryKey({ path }) });
      void queryClient.invalidateQueries({ queryKey: myTicketsListQueryKey() });
    },
  });
  if (!asked) return <Button onClick={() => setAsked(true)}>{t('along.cancel')}</Button>;
  return (
    <>
      <p>{t(ticket.payment?.paid_at ? 'along.cancel_text_paid' : 'along.cancel_text')}</p>
      <Problem error={cancel.error} />
      <div className={css.acts}>
        <Button danger loading={cancel.isPending} onClick={() => cancel.mutate({ path })}>
          {t('along.cancel_do')}
        </Button>
        <Button onClick={() => setAsked(false)}>{t('ticket.keep')}</Button>
      </div>
    </>
  );
}
