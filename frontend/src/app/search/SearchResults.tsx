import { Button } from 'antd';
import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import cards from '@/shared/cards/cards.module.css';
import { cleared, type SearchAddress } from '@/shared/search/address';
import { type Found, rowsOf } from '@/shared/search/found';
import { MoreButton } from '@/shared/search/MoreButton';
import css from '@/shared/search/search.module.css';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';

export interface ResultWords {
  /** When nothing fits: the fact, and what one sees after loosening the filters. */
  empty: string;
  loosen: string;
}

/** One row as a card, or all of them as a table. */
export interface Shown<Row> {
  id: (row: Row) => string;
  card: (row: Row) => ReactNode;
  table: (rows: Row[]) => ReactNode;
}

interface SearchResultsProps<Row> {
  words: ResultWords;
  found: Found<{ results: Row[]; count: number; mode: string }>;
  search: SearchAddress;
  change: (changes: SearchAddress) => void;
  shown: Shown<Row>;
}

/** The list of a search with its states: loading, failed, empty, and the way to more. */
export function SearchResults<Row>({ words, found, search, change, shown }: SearchResultsProps<Row>) {
  const { t } = useTranslation('cards');
  const first = found.data?.pages[0];
  const rows = rowsOf(found);
  return (
    <>
      {first?.mode === 'reduced' ? <p className={css.note}>{t('search.reduced')}</p> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <LoadingState height="70vh" /> : null}
      {first && rows.length === 0 && !found.isError ? (
        <EmptyState
          title={words.empty}
          text={search.q ? t('search.try_words') : words.loosen}
          action={<Rescue search={search} change={change} />}
        />
      ) : null}
      <div
        className={`${css.results} ${found.isPlaceholderData ? css.faded : ''}`}
        aria-busy={found.isPlaceholderData}
      >
        {rows.length > 0 ? <Rows rows={rows} view={search.view} shown={shown} /> : null}
      </div>
      {rows.length > 0 ? (
        <MoreButton
          hasMore={found.hasNextPage}
          loading={found.isFetchingNextPage}
          shown={rows.length}
          total={first?.count ?? 0}
          onMore={() => void found.fetchNextPage()}
        />
      ) : null}
    </>
  );
}

interface RowsProps<Row> {
  rows: Row[];
  view: SearchAddress['view'];
  shown: Shown<Row>;
}

function Rows<Row>({ rows, view, shown }: RowsProps<Row>) {
  if (view === 'table') {
    return <Suspense fallback={<LoadingState height="70vh" />}>{shown.table(rows)}</Suspense>;
  }
  return (
    <ul className={cards.list}>
      {rows.map((row) => (
        <li key={shown.id(row)}>{shown.card(row)}</li>
      ))}
    </ul>
  );
}

/** The ways out of an empty list. */
function Rescue({ search, change }: Pick<SearchResultsProps<never>, 'search' | 'change'>) {
  const { t } = useTranslation('cards');
  const filters = cleared(search);
  return (
    <div className={css.rescue}>
      {Object.keys(filters).length > 0 ? (
        <Button onClick={() => change(filters)}>{t('search.clear')}</Button>
      ) : null}
      {search.q ? <Button onClick={() => change({ q: undefined })}>{t('search.drop_words')}</Button> : null}
    </div>
  );
}
