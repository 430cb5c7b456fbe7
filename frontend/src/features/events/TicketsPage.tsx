import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Pagination, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { myTicketsListOptions, myWaitingListOptions } from '@/api/@tanstack/react-query.gen';
import { ListTools } from '@/shared/ListTools';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './events.module.css';
import { TICKET_SORTS, TICKET_WHENS, type TicketsSearch } from './search';
import { TicketRow } from './TicketRow';
import { OwnWaiting } from './waiting/OwnWaiting';

const route = getRouteApi('/_app/me/tickets/');
const PAGE_SIZE = 20;

/** The list's own address, and a way to change it; whatever changes, one begins at the first page. */
function useAddress() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changes: Partial<Record<keyof TicketsSearch, unknown>>) =>
    void navigate({
      search: compact({ ...search, page: undefined, ...changes }) as TicketsSearch,
      replace: true,
    });
  return { search, change };
}

/** What I registered for, with an account or before I had one: what is to come first. */
export function TicketsPage() {
  const { t } = useTranslation('events');
  return (
    <div className="wrap">
      <PageHeader title={t('tickets.title')} subtitle={t('tickets.subtitle')} />
      <Tools />
      <Found />
    </div>
  );
}

function Tools() {
  const { t } = useTranslation('events');
  const { search, change } = useAddress();
  return (
    <ListTools
      search={{ label: t('tickets.search'), value: search.q, onSearch: (q) => change({ q }) }}
      sort={{ offered: TICKET_SORTS, value: search.sort, onSort: (sort) => change({ sort }) }}
    >
      <Select
        className={css.choice ?? ''}
        aria-label={t('list.when')}
        value={search.when ?? 'all'}
        options={(['all', ...TICKET_WHENS] as const).map((value) => ({ value, label: t(`when.${value}`) }))}
        onChange={(when) => change({ when: when === 'all' ? undefined : when })}
      />
    </ListTools>
  );
}

function Found() {
  const { t } = useTranslation('events');
  const { search, change } = useAddress();
  const list = useQuery({
    ...myTicketsListOptions({ query: { ...search, page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  const waiting = useQuery(myWaitingListOptions());
  if (list.isPending || waiting.isPending) return <LoadingState height="60vh" />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const entries = search.q || search.when || search.page ? [] : (waiting.data?.results ?? []);
  if (list.data.count === 0) return entries.length > 0 ? <OwnWaiting entries={entries} /> : <Nothing />;
  return (
    <>
      <OwnWaiting entries={entries} />
      <p role="status" className="visually-hidden">
        {t('tickets.count', { count: list.data.count })}
      </p>
      <ul className={css.list} aria-label={t('tickets.title')} aria-busy={list.isPlaceholderData}>
        {list.data.results.map((ticket) => (
          <TicketRow key={ticket.secret} ticket={ticket} />
        ))}
      </ul>
      <Pagination
        current={search.page ?? 1}
        pageSize={PAGE_SIZE}
        total={list.data.count}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={(page) => change({ page: page > 1 ? page : undefined })}
      />
    </>
  );
}

/** Nothing under these filters, or nothing at all: then the way leads to the events. */
function Nothing() {
  const { t } = useTranslation(['events', 'common']);
  const { search } = useAddress();
  const navigate = route.useNavigate();
  if (search.q || search.when) {
    return (
      <EmptyState
        title={t('common:list.none')}
        action={<Button onClick={() => void navigate({ search: {} })}>{t('events:list.clear')}</Button>}
      />
    );
  }
  return (
    <EmptyState
      title={t('events:tickets.empty_title')}
      text={t('events:tickets.empty_text')}
      action={
        <Button type="primary" onClick={() => void navigate({ to: '/events' })}>
          {t('events:tickets.to_events')}
        </Button>
      }
    />
  );
}
