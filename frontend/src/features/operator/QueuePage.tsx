import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Pagination } from 'antd';
import { useTranslation } from 'react-i18next';
import { listQueueOptions } from '@/api/@tanstack/react-query.gen';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { IndexHealthTile } from './IndexHealthTile';
import css from './operator.module.css';
import { QueueRow } from './QueueRow';
import { KINDS, type QueueSearch, STATES } from './search';
import { useCodes } from './useCodes';

const route = getRouteApi('/_app/operator/');
const PAGE_SIZE = 20;
const EXACT = { exact: true, includeSearch: true };

/** What waits for an operator, oldest first, and how the search engine is doing. */
export function QueuePage() {
  const { t } = useTranslation('operator');
  const search = route.useSearch();
  return (
    <>
      <PageHeader title={t('queue.title')} subtitle={t('queue.subtitle')} />
      <div className={css.columns}>
        <div className={css.main}>
          <QueueFilters search={search} />
          <QueueList search={search} />
        </div>
        <IndexHealthTile />
      </div>
    </>
  );
}

function QueueFilters({ search }: { search: QueueSearch }) {
  const { t } = useTranslation('operator');
  const code = useCodes();
  const { kind, state = 'pending' } = search;
  // Asked without a kind, because the counts are those of the answer's kinds.
  const { data } = useQuery(listQueueOptions({ query: { state, page_size: 1 } }));
  const counts = new Map(data?.counts.map((one) => [one.kind as string, one.count]));
  const to = (next: QueueSearch): QueueSearch => {
    const wanted = { kind, state, ...next };
    return {
      ...(wanted.kind ? { kind: wanted.kind } : {}),
      ...(wanted.state === 'pending' ? {} : { state: wanted.state }),
    };
  };
  const count = (number: number | undefined) =>
    number === undefined ? null : <span className={css.count}>{number}</span>;
  return (
    <div className={css.filters}>
      <nav className={css.tabs} aria-label={t('queue.kinds')}>
        <Link
          to="/operator"
          search={withoutKind(to({}))}
          activeOptions={EXACT}
          aria-current={kind ? undefined : 'true'}
        >
          {t('queue.all')} {count(data?.count)}
        </Link>
        {KINDS.map((one) => (
          <Link
            key={one}
            to="/operator"
            search={to({ kind: one })}
            activeOptions={EXACT}
            aria-current={kind === one ? 'true' : undefined}
          >
            {code('kind', one)} {count(counts.get(one))}
          </Link>
        ))}
      </nav>
      <nav className={css.states} aria-label={t('queue.states')}>
        {STATES.map((one) => (
          <Link
            key={one}
            to="/operator"
            search={to({ state: one })}
            activeOptions={EXACT}
            aria-current={state === one ? 'true' : undefined}
          >
            {code('state', one)}
          </Link>
        ))}
      </nav>
    </div>
  );
}

function withoutKind({ kind: _kind, ...rest }: QueueSearch): QueueSearch {
  return rest;
}

function QueueList({ search }: { search: QueueSearch }) {
  const { t } = useTranslation('operator');
  const navigate = route.useNavigate();
  const { state = 'pending', page = 1 } = search;
  const list = useQuery({
    ...listQueueOptions({ query: { ...search, state, page, page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  if (list.isPending) return <LoadingState height={520} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data.results.length === 0) {
    return (
      <EmptyState
        title={t(state === 'pending' ? 'queue.empty' : 'queue.none_decided')}
        text={state === 'pending' ? t('queue.empty_text') : undefined}
      />
    );
  }
  return (
    <>
      <ul className={css.list} aria-label={t('queue.title')} aria-busy={list.isPlaceholderData}>
        {list.data.results.map((item) => (
          <QueueRow key={`${item.kind} ${item.id}`} item={item} />
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
            search: (before) => {
              const { page: _page, ...rest } = before;
              return next > 1 ? { ...rest, page: next } : rest;
            },
          })
        }
      />
    </>
  );
}
