import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { eventsRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import { LoadingState } from '@/shared/states/LoadingState';
import { type EventDetail, titleOf } from './words';

// What is written weighs as much as the table.
const VouchersList = lazy(() => import('./VouchersList').then((found) => ({ default: found.VouchersList })));
const VoucherForm = lazy(() => import('./VoucherForm').then((found) => ({ default: found.VoucherForm })));
const VoucherImport = lazy(() =>
  import('./VoucherImport').then((found) => ({ default: found.VoucherImport })),
);
const route = getRouteApi('/_app/org/events/$id_/vouchers');

/** The codes of an event: for those who work for the host alone. */
export function VouchersPage() {
  const { id } = route.useParams();
  const query = useQuery(eventsRetrieveOptions({ path: { event_id: id } }));
  return <Loaded query={query}>{(event) => <Vouchers event={event} />}</Loaded>;
}

function Vouchers({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation('events');
  const mayWrite = event.allowed_actions.includes('manage_vouchers');
  return (
    <div className="wrap">
      <PageHeader
        title={t('vouchers.title')}
        eyebrow={<AppLink href={`/org/events/${event.id}`}>{titleOf(event, i18n.language)}</AppLink>}
        subtitle={t('vouchers.subtitle')}
      />
      {mayWrite ? (
        <Suspense fallback={<LoadingState height={520} />}>
          <VoucherForm event={event} />
        </Suspense>
      ) : null}
      <Suspense fallback={<LoadingState height={420} />}>
        <VouchersList event={event} mayWrite={mayWrite} />
      </Suspense>
      {mayWrite ? (
        <Suspense fallback={<LoadingState height={120} />}>
          <VoucherImport event={event} />
        </Suspense>
      ) : null}
    </div>
  );
}
