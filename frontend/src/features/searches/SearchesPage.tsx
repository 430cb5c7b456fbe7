import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Pagination } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedSearchOutput } from '@/api';
import { listSavedSearchesOptions, restoreSavedSearchMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { AppLink } from '@/shared/AppLink';
import { ListTools } from '@/shared/ListTools';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { SearchRow } from './SearchRow';
import { type SearchesSearch, SORTS } from './search';
import css from './searches.module.css';

const route = getRouteApi('/_app/investor/searches/');
const PAGE_SIZE = 20;

/** The searches I keep: how many deals answer each, how many are new, and how often I hear of them. */
export function SearchesPage() {
  const { t } = useTranslation('saved');
  // What was deleted last, until something else is: it can be taken back.
  const [deleted, setDeleted] = useState<SavedSearchOutput>();
  const restore = useMutation({ ...restoreSavedSearchMutation(), ...useTold()(t('restored')) });
  const undo = (search_id: string) =>
    restore.mutate({ path: { search_id } }, { onSuccess: () => setDeleted(undefined) });
  return (
    <div className="wrap">
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={<AppLink href="/deals">{t('new')}</AppLink>}
      />
      <p role="status" className={css.undo} hidden={!deleted}>
        {deleted ? (
          <>
            {t('deleted', { name: deleted.name })}{' '}
            <Button type="link" loading={restore.isPending} onClick={() => undo(deleted.id)}>
              {t('undo')}
            </Button>
          </>
        ) : null}
      </p>
      <List onDeleted={setDeleted} />
    </div>
  );
}

function List({ onDeleted }: { onDeleted: (saved: SavedSearchOutput) => void }) {
  const { t } = useTranslation(['saved', 'common']);
  const { q, sort, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery({
    ...listSavedSearchesOptions({ query: { page_size: PAGE_SIZE, page, ...compact({ q, sort }) } }),
    placeholderData: keepPreviousData,
  });
  const change = (changes: SearchesSearch) =>
    void navigate({ search: compact({ q, sort, ...changes }) as SearchesSearch, replace: true });
  if (list.isPending) return <LoadingState height={420} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const { results, count } = list.data;
  if (count === 0 && !q)
    return (
      <EmptyState
        title={t('saved:empty.title')}
        text={t('saved:empty.text')}
        action={<AppLink href="/deals">{t('saved:new')}</AppLink>}
      />
    );
  return (
    <>
      <ListTools
        search={{ label: t('saved:search'), value: q, onSearch: (words) => change({ q: words }) }}
        sort={{ offered: SORTS, value: sort, onSort: (next) => change({ sort: next } as SearchesSearch) }}
      />
      {results.length === 0 ? <EmptyState title={t('common:list.none')} /> : null}
      <ul className={css.list} aria-label={t('saved:title')} aria-busy={list.isPlaceholderData}>
        {results.map((saved) => (
          <li key={saved.id}>
            <SearchRow saved={saved} onDeleted={() => onDeleted(saved)} />
          </li>
        ))}
      </ul>
      <Pagination
        align="center"
        current={page}
        pageSize={PAGE_SIZE}
        total={count}
        showSizeChanger={false}
        hideOnSinglePage
        onChange={(next) => change(next > 1 ? { page: next } : {})}
      />
    </>
  );
}
