import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Pagination } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventsListOptions } from '@/api/@tanstack/react-query.gen';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { EventCard } from './EventCard';
import css from './events.module.css';
import { type EventsSearch, filtersOf } from './search';

const PAGE_SIZE = 20;

interface ListProps {
  search: EventsSearch;
  onPage: (page: number | undefined) => void;
  onClear: () => void;
}

/** The events one below the other, soonest first. */
export function EventList({ search, onPage, onClear }: ListProps) {
  const { t } = useTranslation('events');
  const { when, page = 1 } = search;
  const list = useQuery({
    ...eventsListOptions({ query: { ...filtersOf(search), when, page, page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      {list.isPending ? <LoadingState height="60vh" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data?.count === 0 ? (
        <EmptyState
          title={t('list.empty_title')}
          text={t('list.empty_text')}
          action={<Button onClick={onClear}>{t('list.clear')}</Button>}
        />
      ) : null}
      <p role="status" className="visually-hidden">
        {list.data ? t('list.count', { count: list.data.count }) : ''}
      </p>
      <ul className={css.list} aria-busy={list.isPlaceholderData}>
        {list.data?.results.map((event) => (
          <EventCard key={event.id} event={event} href={`/events/${event.id}`} />
        ))}
      </ul>
      <Pagination
        current={page}
        pageSize={PAGE_SIZE}
        total={list.data?.count ?? 0}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={(next) => onPage(next > 1 ? next : undefined)}
      />
    </>
  );
}
