import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ticketsActsRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { LoadingState } from '@/shared/states/LoadingState';
import css from '../events.module.css';
import type { Ticket } from '../words';

// Their fields weigh more than the rest of the page.
const Rename = lazy(() => import('./Rename').then((found) => ({ default: found.Rename })));
const Transfer = lazy(() => import('./Transfer').then((found) => ({ default: found.Transfer })));

/** What the host lets the holder of a ticket do with it by themselves. */
export function HolderActs({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('events');
  const { data: acts } = useQuery({
    ...ticketsActsRetrieveOptions({ path: { secret: ticket.secret } }),
    staleTime: 0,
  });
  if (!acts || !(acts.can_rename || acts.can_transfer)) return null;
  return (
    <section className={css.panel} aria-labelledby="holder-acts">
      <h2 id="holder-acts">{t('holding.title')}</h2>
      <Suspense fallback={<LoadingState height={88} />}>
        {acts.can_rename ? <Rename ticket={ticket} /> : null}
        {acts.can_transfer ? <Transfer secret={ticket.secret} open={acts.transfer} /> : null}
      </Suspense>
    </section>
  );
}
