import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { searchDealsInfiniteOptions, suggestOptions } from '@/api/@tanstack/react-query.gen';
import { useSectors } from '@/app/sectors';
import cards from '@/shared/cards/cards.module.css';
import { DealCard } from '@/shared/cards/DealCard';
import { Facets } from '@/shared/facets/Facets';
import { useStageLabel } from '@/shared/labels';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { MoreButton } from '@/shared/search/MoreButton';
import { ResultTools } from '@/shared/search/ResultTools';
import { SearchBox, type SuggestionLine } from '@/shared/search/SearchBox';
import css from '@/shared/search/search.module.css';
import { UnderstoodChips } from '@/shared/search/UnderstoodChips';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { useDebounced } from '@/shared/useDebounced';
import { type DealSearch, dealQuery, SORTS, withoutFilters } from './search';
import { useDealFacets } from './useDealFacets';

const route = getRouteApi('/_app/deals/');
const KEPT_MS = 5 * 60_000;
// The table's kit is heavy, and most people stay with the cards.
const DealsTable = lazy(() => import('./DealsTable'));

function useResults(search: DealSearch) {
  const query = dealQuery(search);
  return useInfiniteQuery({
    ...searchDealsInfiniteOptions({ query }),
    initialPageParam: {},
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // Coming back finds the list as it was, all its pages included.
    staleTime: KEPT_MS,
    gcTime: 2 * KEPT_MS,
  });
}

/** Find a project: one box, filters with counts, everything in the address. Open to visitors. */
export function DealsPage() {
  const { t } = useTranslation('deals');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { nameOf } = useSectors();
  const stageLabel = useStageLabel();
  const [typed, setTyped] = useState('');
  const asked = useDebounced(typed.trim(), 180);
  const suggestions = useQuery({
    ...suggestOptions({ query: { q: asked, kind: 'deals' } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const results = useResults(search);
  const first = results.data?.pages[0];

  const change = (changes: Partial<DealSearch>) => {
    void navigate({ search: compact({ ...search, ...changes }), replace: true, resetScroll: false });
  };
  const pick = ({ kind, value, text }: SuggestionLine) => {
    if (kind === 'company') void navigate({ href: `/deals/${value}` });
    else if (kind === 'sector')
      change({ q: undefined, sector: [...new Set([...(search.sector ?? []), value])] });
    else change({ q: text });
  };
  const facets = useDealFacets(search, first?.facets, change);
  const sort = search.sort ?? (search.q ? 'relevance' : 'newest');

  return (
    <div className="wrap">
      <PageHeader title={t('title')} subtitle={t('subtitle')} />
      <SearchBox
        label={t('box.label')}
        placeholder={t('box.placeholder')}
        value={search.q ?? ''}
        suggestions={asked ? (suggestions.data ?? []) : []}
        onTyping={setTyped}
        onSearch={(q) => change({ q })}
        onPick={pick}
      />
      <UnderstoodChips
        query={search.q ?? ''}
        pieces={first?.understood ?? []}
        nameOf={nameOf}
        stageLabel={stageLabel}
        onChange={(q) => change({ q })}
      />
      <Facets facets={facets} count={first?.count} onClear={() => change({ ...cleared(search) })}>
        <ResultTools
          sorts={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
          sort={sort}
          onSort={(value) => change({ sort: value as DealSearch['sort'] })}
          view={search.view ?? 'cards'}
          onView={(view) => change({ view: view === 'table' ? 'table' : undefined })}
        />
        <Results results={results} search={search} change={change} />
      </Facets>
    </div>
  );
}

interface ResultsProps {
  results: ReturnType<typeof useResults>;
  search: DealSearch;
  change: (changes: Partial<DealSearch>) => void;
}

/** The list itself with its states: loading, failed, empty, and the way to more. */
function Results({ results, search, change }: ResultsProps) {
  const { t } = useTranslation('deals');
  const { nameOf } = useSectors();
  const first = results.data?.pages[0];
  const deals = results.data?.pages.flatMap((page) => page.results) ?? [];
  const hasFilters = Object.keys(withoutFilters(search)).length < Object.keys(search).length;

  return (
    <>
      {first?.mode === 'reduced' ? <p className={css.note}>{t('reduced')}</p> : null}
      {results.isError ? <ErrorState error={results.error} onRetry={() => void results.refetch()} /> : null}
      {results.isPending ? <LoadingState height="70vh" /> : null}
      {first && deals.length === 0 && !results.isError ? (
        <EmptyState
          title={t('empty.title')}
          text={search.q ? t('empty.text_words') : t('empty.text_filters')}
          action={
            <div className={css.rescue}>
              {hasFilters ? (
                <Button onClick={() => change(cleared(search))}>{t('empty.clear')}</Button>
              ) : null}
              {search.q ? (
                <Button onClick={() => change({ q: undefined })}>{t('empty.drop_words')}</Button>
              ) : null}
            </div>
          }
        />
      ) : null}
      <div
        className={`${css.results} ${results.isPlaceholderData ? css.faded : ''}`}
        aria-busy={results.isPlaceholderData}
      >
        {deals.length > 0 && search.view === 'table' ? (
          <Suspense fallback={<LoadingState height="70vh" />}>
            <DealsTable deals={deals} />
          </Suspense>
        ) : null}
        {deals.length > 0 && search.view !== 'table' ? (
          <ul className={cards.list}>
            {deals.map((deal) => (
              <li key={deal.id}>
                <DealCard deal={deal} nameOf={nameOf} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {deals.length > 0 ? (
        <MoreButton
          hasMore={results.hasNextPage}
          loading={results.isFetchingNextPage}
          shown={deals.length}
          total={first?.count ?? 0}
          onMore={() => void results.fetchNextPage()}
        />
      ) : null}
    </>
  );
}

/** Every filter of the search as undefined, to be spread over it. */
function cleared(search: DealSearch): Partial<DealSearch> {
  const kept = withoutFilters(search);
  return Object.fromEntries(Object.keys(search).map((key) => [key, kept[key as keyof DealSearch]]));
}
