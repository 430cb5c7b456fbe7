import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Pagination } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  getMyNotificationPreferencesOptions,
  listMyNotificationsOptions,
  markAllMyNotificationsMutation,
  markMyNotificationsMutation,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { useUnread } from '@/app/notices/useUnread';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './inbox.module.css';
import { Row } from './Row';
import type { InboxSearch } from './search';

const route = getRouteApi('/_app/inbox');
const PAGE_SIZE = 20;

/** Everything the street told me that I may still know, newest first. */
export function InboxPage() {
  const { t } = useTranslation('inbox');
  const told = useTold();
  const unread = useUnread();
  // What "all read" has just changed, until something else is done: it can be taken back.
  const [undo, setUndo] = useState<string[]>([]);
  const { onSuccess, onError } = told('');
  const markAll = useMutation({
    ...markAllMyNotificationsMutation(),
    onSuccess: ({ ids }) => {
      setUndo(ids);
      onSuccess();
    },
    onError,
  });
  const mark = useMutation({
    ...markMyNotificationsMutation(),
    onSuccess: () => {
      setUndo([]);
      onSuccess();
    },
    onError,
  });
  return (
    <div className={`wrap ${css.page}`}>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          <>
            <Link to="/account" search={{ tab: 'notifications' }}>
              {t('settings')}
            </Link>
            <Button disabled={!unread} loading={markAll.isPending} onClick={() => markAll.mutate({})}>
              {t('mark_all')}
            </Button>
          </>
        }
      />
      <p role="status" className={css.undo ?? ''} hidden={undo.length === 0}>
        {undo.length > 0 ? (
          <>
            {t('marked', { count: undo.length })}{' '}
            <Button type="link" onClick={() => mark.mutate({ body: { ids: undo, read: false } })}>
              {t('undo')}
            </Button>
          </>
        ) : null}
      </p>
      <Filters search={route.useSearch()} />
      <List search={route.useSearch()} onMark={(id, read) => mark.mutate({ body: { ids: [id], read } })} />
    </div>
  );
}

function Filters({ search }: { search: InboxSearch }) {
  const { t } = useTranslation('inbox');
  const preferences = useQuery(getMyNotificationPreferencesOptions());
  const { show, group } = search;
  const exact = { exact: true, includeSearch: true };
  const to = (next: InboxSearch): InboxSearch => {
    const wanted = { show, group, ...next };
    return {
      ...(wanted.show ? { show: wanted.show } : {}),
      ...(wanted.group ? { group: wanted.group } : {}),
    };
  };
  const states = [
    ['all', undefined],
    ['unread', 'unread'],
  ] as const;
  return (
    <div className={css.filters}>
      <nav aria-label={t('filter.state')}>
        {states.map(([key, value]) => (
          <Link
            key={key}
            to="/inbox"
            search={value ? to({ show: value }) : group ? { group } : {}}
            activeOptions={exact}
            aria-current={show === value ? 'true' : undefined}
          >
            {t(`filter.${key}`)}
          </Link>
        ))}
      </nav>
      <nav aria-label={t('filter.group')}>
        <Link
          to="/inbox"
          search={show ? { show } : {}}
          activeOptions={exact}
          aria-current={group ? undefined : 'true'}
        >
          {t('filter.groups')}
        </Link>
        {preferences.data?.switches.map((one) => (
          <Link
            key={one.group}
            to="/inbox"
            search={to({ group: one.group })}
            activeOptions={exact}
            aria-current={group === one.group ? 'true' : undefined}
          >
            {one.title}
          </Link>
        ))}
      </nav>
    </div>
  );
}

interface ListProps {
  search: InboxSearch;
  onMark: (id: string, read: boolean) => void;
}

function List({ search, onMark }: ListProps) {
  const { t } = useTranslation('inbox');
  const navigate = route.useNavigate();
  const { show, group, page = 1 } = search;
  const list = useQuery({
    ...listMyNotificationsOptions({
      query: { page, page_size: PAGE_SIZE, unread: show === 'unread', ...(group ? { group } : {}) },
    }),
    placeholderData: keepPreviousData,
  });
  if (list.isPending) return <LoadingState height={420} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data.results.length === 0) {
    const filtered = show !== undefined || group !== undefined;
    return <EmptyState title={t(filtered ? 'empty.filtered' : 'empty.title')} text={t('empty.text')} />;
  }
  return (
    <>
      <ul className={css.list} aria-label={t('title')} aria-busy={list.isPlaceholderData}>
        {list.data.results.map((item) => (
          <Row key={item.id} item={item} onMark={onMark} />
        ))}
      </ul>
      <Pagination
        align="center"
        current={page}
        pageSize={PAGE_SIZE}
        total={list.data.count}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={(next) =>
          void navigate({
            search: ({ page: _page, ...rest }) => (next > 1 ? { ...rest, page: next } : rest),
          })
        }
      />
    </>
  );
}
