import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ticketsPayCreateMutation, ticketsRetrieveQueryKey } from '@/api/@tanstack/react-query.gen';
import { Money } from '@/shared/Money';
import { Time } from '@/shared/Time';
import css from './events.module.css';
import { rememberTicket } from './paying';
import { Problem } from './registering';
import type { Ticket } from './words';

const LOOK_AGAIN = 2_000;

/** What is to be paid, until when, and the way to the page to pay on. It goes by itself once the money is there. */
export function TicketPayment({ ticket, back }: { ticket: Ticket; back: boolean }) {
  const { t } = useTranslation('events');
  const queryClient = useQueryClient();
  const path = { secret: ticket.secret };
  const pay = useMutation({
    ...ticketsPayCreateMutation(),
    onSuccess: ({ url }) => {
      if (ticket.payment) rememberTicket(ticket.payment.code, ticket.secret);
      window.location.assign(url);
    },
  });
  useEffect(() => {
    if (!back) return;
    const timer = setInterval(
      () =>
        void queryClient.invalidateQueries({
          queryKey: ticketsRetrieveQueryKey({ path: { secret: ticket.secret } }),
        }),
      LOOK_AGAIN,
    );
    return () => clearInterval(timer);
  }, [back, queryClient, ticket.secret]);
  if (!ticket.payment) return null;
  const along = ticket.companions.filter(({ state }) => state === ticket.state).length;
  return (
    <section className={css.panel} aria-labelledby="pay">
      <h2 id="pay">{t('pay.title')}</h2>
      <p className={css.sum}>
        <Money value={ticket.payment.price} />
      </p>
      {along > 0 ? <p className={css.quiet}>{t('pay.for_all', { count: along + 1 })}</p> : null}
      <p role="status">
        {back ? t('pay.waiting') : t('pay.until')}{' '}
        {back ? null : <Time value={ticket.payment.closes_at} as="datetime" />}
      </p>
      {ticket.payment.is_demo ? <p className={css.quiet}>{t('pay.demo')}</p> : null}
      <Problem error={pay.error} />
      <Button
        type={back ? 'default' : 'primary'}
        size="large"
        block
        loading={pay.isPending}
        onClick={() => pay.mutate({ path })}
      >
        {t(back ? 'pay.again' : 'pay.do')}
      </Button>
    </section>
  );
}
