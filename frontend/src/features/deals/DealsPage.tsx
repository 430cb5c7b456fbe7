import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { searchDealsInfiniteOptions } from '@/api/@tanstack/react-query.gen';
import { CompareDeal } from '@/app/compare/CompareDeal';
import { SaveSearch } from '@/app/saved/SaveSearch';
import { PAGING } from '@/app/search/paging';
import { SearchPage } from '@/app/search/SearchPage';
import { useSectors } from '@/app/sectors';
import { DealCard } from '@/shared/cards/DealCard';
import { compact } from '@/shared/search/address';
import { type DealSearch, dealQuery, SORTS } from './search';
import { useDealFacets } from './useDealFacets';

const route = getRouteApi('/_app/deals/');
// The table's kit is heavy, and most people stay with the cards.
const DealsTable = lazy(() => import('./DealsTable'));

/** Find a project. */
export function DealsPage() {
  const { t } = useTranslation('deals');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { nameOf } = useSectors();
  const found = useInfiniteQuery({ ...searchDealsInfiniteOptions({ query: dealQuery(search) }), ...PAGING });
  const change = (changes: Partial<DealSearch>) => {
    void navigate({ search: compact({ ...search, ...changes }), replace: true, resetScroll: false });
  };
  return (
    <SearchPage
      kind="deals"
      words={{
        title: t('title'),
        subtitle: t('subtitle'),
        box: t('box.label'),
        placeholder: t('box.placeholder'),
        empty: t('empty'),
        loosen: t('loosen'),
      }}
      actions={<SaveSearch address={search} />}
      search={search}
      change={change}
      found={found}
      facets={useDealFacets(search, found.data?.pages[0]?.facets, change)}
      sorts={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
      sort={search.sort ?? (search.q ? 'relevance' : 'newest')}
      onSort={(value) => change({ sort: value as DealSearch['sort'] })}
      shown={{
        id: (deal) => deal.id,
        card: (deal) => <DealCard deal={deal} nameOf={nameOf} action={<CompareDeal deal={deal} />} />,
        table: (deals) => <DealsTable deals={deals} />,
      }}
    />
  );
}
