import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Pagination } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventHostsOptions, eventsListOptions } from '@/api/@tanstack/react-query.gen';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { EventCard } from './EventCard';
import css from './events.module.css';
import { NoHost } from './NewEventPage';

const route = getRouteApi('/_app/org/');
const PAGE_SIZE = 20;

/** The events of the viewer's own organizations, drafts too. */
export function DeskPage() {
  const { t } = useTranslation('events');
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const hosts = useQuery(eventHostsOptions());
  const list = useQuery({
    ...eventsListOptions({ query: { mine: true, when: 'all', page, page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  const mayHost = (hosts.data?.results.length ?? 0) > 0;
  const empty = list.data?.count === 0 && hosts.data;
  return (
    <div className="wrap">
      <PageHeader
        title={t('desk.title')}
        subtitle={t('desk.subtitle')}
        actions={
          mayHost ? (
            <>
              <Button onClick={() => void navigate({ href: '/org/orders' })}>{t('desk.orders')}</Button>
              <Button type="primary" onClick={() => void navigate({ href: '/org/events/new' })}>
                {t('desk.new')}
              </Button>
            </>
          ) : null
        }
      />
      {list.isPending ? <LoadingState height="60vh" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {empty && !mayHost ? <NoHost /> : null}
      {empty && mayHost ? <EmptyState title={t('desk.empty')} /> : null}
      <ul className={css.list}>
        {list.data?.results.map((event) => (
          <EventCard key={event.id} event={event} href={`/org/events/${event.id}`} />
        ))}
      </ul>
      <Pagination
        current={page}
        pageSize={PAGE_SIZE}
        total={list.data?.count ?? 0}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={(next) => void navigate({ search: next > 1 ? { page: next } : {} })}
      />
    </div>
  );
}
