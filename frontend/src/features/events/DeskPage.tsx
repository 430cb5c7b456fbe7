import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Pagination } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventHostsOptions, eventsListOptions } from '@/api/@tanstack/react-query.gen';
import { useMember } from '@/app/viewer';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { EventCard } from './EventCard';
import css from './events.module.css';
import { Invitations } from './hosting/Invitations';
import { NoHost } from './NewEventPage';
import type { DeskSearch } from './search';
import { CloneDialog } from './series/CloneDialog';
import { SeriesSelect } from './series/SeriesSelect';
import { type EventRow, titleOf } from './words';

const route = getRouteApi('/_app/org/');
const PAGE_SIZE = 20;

/** The events of the viewer's own organizations, drafts too, and those they help with. */
export function DeskPage() {
  const { t } = useTranslation('events');
  const { page = 1, series } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (search: DeskSearch) => void navigate({ search: compact({ ...search }) as DeskSearch });
  const hosts = useQuery(eventHostsOptions());
  const list = useQuery({
    ...eventsListOptions({ query: { mine: true, when: 'all', series, page, page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  const hosting = hosts.data?.results.map(({ id }) => id) ?? [];
  const mayHost = hosting.length > 0;
  const empty = list.data?.count === 0 && hosts.data;
  return (
    <div className="wrap">
      <PageHeader title={t('desk.title')} subtitle={t('desk.subtitle')} actions={mayHost ? <Ways /> : null} />
      <Invitations />
      <SeriesSelect value={series} onChange={(next) => show({ series: next })} />
      {list.isPending ? <LoadingState height="60vh" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {empty && !mayHost ? <NoHost /> : null}
      {empty && mayHost ? <EmptyState title={t('desk.empty')} /> : null}
      <Events events={list.data?.results ?? []} hosting={hosting} />
      <Pagination
        current={page}
        pageSize={PAGE_SIZE}
        total={list.data?.count ?? 0}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={(next) => show({ series, page: next > 1 ? next : undefined })}
      />
    </div>
  );
}

function Ways() {
  const { t } = useTranslation('events');
  const navigate = route.useNavigate();
  return (
    <>
      <Button onClick={() => void navigate({ href: '/org/orders' })}>{t('desk.orders')}</Button>
      <Button type="primary" onClick={() => void navigate({ href: '/org/events/new' })}>
        {t('desk.new')}
      </Button>
    </>
  );
}

/** Each leads to its desk; those of organizations that may host can be made once more. */
function Events({ events, hosting }: { events: EventRow[]; hosting: string[] }) {
  const { t, i18n } = useTranslation(['series', 'hosting']);
  const own = new Set(useMember().organizations.map(({ id }) => id));
  const [copied, setCopied] = useState<EventRow | null>(null);
  return (
    <>
      <ul className={css.list}>
        {events.map((event) => (
          <EventCard
            key={event.id}
            event={event}
            href={`/org/events/${event.id}`}
            {...(own.has(event.organization.id) ? {} : { note: t('hosting:helping') })}
            acts={
              hosting.includes(event.organization.id) ? (
                <div className={css.acts}>
                  <Button
                    aria-label={t('series:clone.of', { title: titleOf(event, i18n.language) })}
                    onClick={() => setCopied(event)}
                  >
                    {t('series:clone.act')}
                  </Button>
                </div>
              ) : null
            }
          />
        ))}
      </ul>
      {copied ? <CloneDialog event={copied} onClose={() => setCopied(null)} /> : null}
    </>
  );
}
