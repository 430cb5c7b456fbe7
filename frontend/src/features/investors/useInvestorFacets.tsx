import { useTranslation } from 'react-i18next';
import type { SearchInvestorsResponse } from '@/api';
import { rangeOf, stepsFacet, useCommonFacets } from '@/app/search/useCommonFacets';
import type { Facet } from '@/shared/facets/facets';
import { useAmountFacet } from '@/shared/search/useAmountFacet';
import { type InvestorSearch, MONTHS } from './search';

type Counts = SearchInvestorsResponse['facets'];

const TYPES = ['vc', 'pe', 'corporate_venture', 'angel', 'guidance_fund', 'accelerator'];

/** The filters of `/investors` with the server's counts. */
export function useInvestorFacets(
  search: InvestorSearch,
  counts: Counts | undefined,
  change: (changes: Partial<InvestorSearch>) => void,
): Facet[] {
  const { t } = useTranslation('investors');
  const { sector, stage, place, coded } = useCommonFacets(search, counts, change);
  const ticket = useAmountFacet(t('facet.ticket'), rangeOf(search.ticket_min, search.ticket_max), (range) =>
    change({ ticket_min: range.low, ticket_max: range.high }),
  );
  const active = stepsFacet({
    key: 'active',
    label: t('facet.active'),
    value: search.active_within,
    steps: MONTHS,
    step: (count) => t('facet.months', { count }),
    chip: (count) => t('facet.active_months', { count }),
    onChange: (next) => change({ active_within: next }),
  });
  return [
    sector,
    stage,
    ticket,
    coded('investor_type', t('facet.investor_type'), TYPES),
    coded('lead_or_follow', t('facet.lead_or_follow'), ['lead', 'follow', 'either']),
    active,
    place('city'),
    place('region'),
    place('country'),
  ];
}
