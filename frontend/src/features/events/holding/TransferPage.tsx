import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Transfer } from '@/api';
import { transfersRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { Facts, fact } from '@/shared/Facts';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { ToEvent } from '../ToEvent';
import { span } from '../times';
import { kindName, titleOf } from '../words';

const route = getRouteApi('/transfers/$secret');
// Fields weigh more than the rest of the page, and an offer that is over has none.
const TakeTicket = lazy(() => import('./TakeTicket').then((found) => ({ default: found.TakeTicket })));

/** A ticket somebody is offered. The link is the right to take it. */
export function TransferPage() {
  const { secret } = route.useParams();
  const query = useQuery(transfersRetrieveOptions({ path: { secret } }));
  return <Loaded query={query}>{(transfer) => <Shown secret={secret} transfer={transfer} />}</Loaded>;
}

function Shown({ secret, transfer }: { secret: string; transfer: Transfer }) {
  const { t, i18n } = useTranslation('events');
  const { event, ticket_type, contact, expires_at, is_open, is_for_viewer, needs_approval } = transfer;
  const place = event.is_online ? t('online') : event.venue;
  return (
    <div className={`wrap ${css.page} ${css.narrow}`}>
      <PageHeader
        title={titleOf(event, i18n.language)}
        eyebrow={<ToEvent event={event} />}
        subtitle={t(is_open ? 'holding.offered' : 'holding.gone')}
      />
      <section className={css.panel} aria-labelledby="transfer">
        <h2 id="transfer">{t('ticket.title')}</h2>
        <Facts
          facts={[
            fact(t('page.when'), span(event.starts_at, event.ends_at, i18n.language)),
            fact(t('page.where'), place),
            fact(t('register.kind'), kindName(ticket_type, i18n.language)),
            fact(t('register.contact'), contact),
            fact(t('holding.until'), is_open ? <Time value={expires_at} as="datetime" /> : null),
          ]}
        />
        {is_open && needs_approval ? <p className={css.quiet}>{t('register.needs_approval')}</p> : null}
        {is_open && !is_for_viewer ? <p className={css.notice}>{t('holding.not_for_viewer')}</p> : null}
        {is_open && is_for_viewer ? (
          <Suspense fallback={<LoadingState height={420} />}>
            <TakeTicket secret={secret} transfer={transfer} />
          </Suspense>
        ) : null}
      </section>
    </div>
  );
}
