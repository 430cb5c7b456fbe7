import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { searchInvestorsInfiniteOptions } from '@/api/@tanstack/react-query.gen';
import { PAGING } from '@/app/search/paging';
import { SearchPage } from '@/app/search/SearchPage';
import { useSectors } from '@/app/sectors';
import { InvestorCard } from '@/shared/cards/InvestorCard';
import { compact } from '@/shared/search/address';
import { type InvestorSearch, investorQuery, SORTS } from './search';
import { useInvestorFacets } from './useInvestorFacets';

const route = getRouteApi('/_app/investors/');
// The table's kit is heavy, and most people stay with the cards.
const InvestorsTable = lazy(() => import('./InvestorsTable'));

/** Find capital. */
export function InvestorsPage() {
  const { t } = useTranslation('investors');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { nameOf } = useSectors();
  const found = useInfiniteQuery({
    ...searchInvestorsInfiniteOptions({ query: investorQuery(search) }),
    ...PAGING,
  });
  const change = (changes: Partial<InvestorSearch>) => {
    void navigate({ search: compact({ ...search, ...changes }), replace: true, resetScroll: false });
  };
  return (
    <SearchPage
      kind="investors"
      words={{
        title: t('title'),
        subtitle: t('subtitle'),
        box: t('box.label'),
        placeholder: t('box.placeholder'),
        empty: t('empty'),
        loosen: t('loosen'),
      }}
      search={search}
      change={change}
      found={found}
      facets={useInvestorFacets(search, found.data?.pages[0]?.facets, change)}
      sorts={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
      sort={search.sort ?? (search.q ? 'relevance' : 'last_deal')}
      onSort={(value) => change({ sort: value as InvestorSearch['sort'] })}
      shown={{
        id: (firm) => firm.id,
        card: (firm) => <InvestorCard investor={firm} nameOf={nameOf} />,
        table: (firms) => <InvestorsTable investors={firms} />,
      }}
    />
  );
}
