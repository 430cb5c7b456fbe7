import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput } from '@/api';
import {
  eventsMailingsCreateMutation,
  eventsRegistrationsListInfiniteOptions,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { PAGING } from '@/app/search/paging';
import { compact } from '@/shared/search/address';
import { rowsOf } from '@/shared/search/found';
import { MoreButton } from '@/shared/search/MoreButton';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Deciding } from './Deciding';
import { DeskFrame } from './DeskFrame';
import { GuestFilters } from './GuestFilters';
import css from './guests.module.css';
import { SavedViews } from './SavedViews';
import { filtersOf, type GuestsSearch, isNarrowed, validateGuestsSearch } from './search';
import { Waiting } from './Waiting';

// The table is the heaviest part, and an empty list has none.
const GuestsTable = lazy(() => import('./GuestsTable').then((found) => ({ default: found.GuestsTable })));
const route = getRouteApi('/_app/org/events/$id_/guests');
/** As many badges are asked for by name at once. */
const MOST_CHOSEN = 100;

/** Who registered for an event: for those who work for its host alone. */
export function GuestsPage() {
  const { t } = useTranslation('guests');
  const { id } = route.useParams();
  return (
    <DeskFrame
      id={id}
      title={t('title')}
      actions={({ allowed_actions }) => (allowed_actions.includes('mail_guests') ? <ToMail /> : null)}
    >
      {(event) => <Guests event={event} />}
    </DeskFrame>
  );
}

/** A draft to whom the list shows now. */
function ToMail() {
  const { t } = useTranslation('guests');
  const { id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { onError } = useTold()('');
  const begin = useMutation({
    ...eventsMailingsCreateMutation(),
    onSuccess: (mailing) =>
      void navigate({ to: '/org/events/$id/mails/$mailing', params: { id, mailing: mailing.id } }),
    onError,
  });
  return (
    <Button
      type="primary"
      loading={begin.isPending}
      onClick={() => begin.mutate({ path: { event_id: id }, body: { filters: filtersOf(search) } })}
    >
      {t('mails.to_these')}
    </Button>
  );
}

function useGuests(event: EventDetailOutput, search: GuestsSearch) {
  return useInfiniteQuery({
    ...eventsRegistrationsListInfiniteOptions({ path: { event_id: event.id }, query: compact(search) }),
    ...PAGING,
    initialPageParam: { path: { event_id: event.id } },
    // Guests come and go all the time.
    staleTime: 0,
  });
}

type Found = ReturnType<typeof useGuests>;

function Guests({ event }: { event: EventDetailOutput }) {
  const { t } = useTranslation(['guests', 'common']);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [chosen, choose] = useState<string[]>([]);
  const go = (next: GuestsSearch) => {
    choose([]);
    void navigate({ search: validateGuestsSearch({ ...next }), replace: true });
  };
  const found = useGuests(event, search);
  const count = found.data?.pages[0]?.count ?? 0;
  return (
    <section className={css.guests} aria-label={t('guests:title')}>
      <SavedViews event={event} search={search} onChoose={go} />
      <GuestFilters
        event={event}
        search={search}
        chosen={chosen}
        change={(changes) => go({ ...search, ...changes })}
      />
      {search.state === 'pending_approval' ? null : (
        <Waiting event={event} onShow={() => go({ state: 'pending_approval' })} />
      )}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <LoadingState height="60vh" /> : null}
      {found.data && !found.isError ? (
        <p role="status" className={css.count}>
          {t('guests:count', { count })}
        </p>
      ) : null}
      {found.isPending ? null : <Rows {...{ event, search, found, chosen, choose }} />}
      {found.data && count === 0 && !found.isError ? (
        <Empty narrowed={isNarrowed(search)} onClear={() => go({})} />
      ) : null}
    </section>
  );
}

interface RowsProps {
  event: EventDetailOutput;
  search: GuestsSearch;
  found: Found;
  chosen: string[];
  choose: (ids: string[]) => void;
}

/** The table; those who wait for the host's word can be decided of at once, of the others as many as badges are printed are chosen. */
function Rows({ event, search, found, chosen, choose }: RowsProps) {
  const rows = rowsOf(found);
  const decides =
    search.state === 'pending_approval' && event.allowed_actions.includes('decide_registrations');
  // A decision may have taken some away.
  const there = chosen.filter((one) => rows.some(({ id }) => id === one));
  return (
    <>
      {decides ? (
        <Deciding
          event={event}
          shown={rows.map(({ id }) => id)}
          chosen={there}
          onChoose={choose}
          onDone={() => choose([])}
        />
      ) : null}
      {rows.length > 0 ? (
        <>
          <Suspense fallback={<LoadingState height="60vh" />}>
            <GuestsTable
              rows={rows}
              busy={found.isPlaceholderData}
              chosen={there}
              onChoose={(ids) => choose(decides ? ids : ids.slice(0, MOST_CHOSEN))}
            />
          </Suspense>
          <MoreButton
            hasMore={found.hasNextPage}
            loading={found.isFetchingNextPage}
            shown={rows.length}
            total={found.data?.pages[0]?.count ?? 0}
            onMore={() => void found.fetchNextPage()}
          />
        </>
      ) : null}
    </>
  );
}

function Empty({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const { t } = useTranslation('guests');
  if (!narrowed) return <EmptyState title={t('empty.title')} text={t('empty.text')} />;
  return <EmptyState title={t('empty.none_fit')} action={<Button onClick={onClear}>{t('clear')}</Button>} />;
}
