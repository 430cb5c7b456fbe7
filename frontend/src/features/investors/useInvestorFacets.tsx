import { useTranslation } from 'react-i18next';
import type { SearchInvestorsResponse } from '@/api';
import { useSectors } from '@/app/sectors';
import { useLabels } from '@/shared/cards/useLabels';
import type { Facet } from '@/shared/facets/facets';
import { useStageLabel } from '@/shared/labels';
import { OPEN_STAGES } from '@/shared/openStages';
import { optionFacet } from '@/shared/search/optionFacet';
import { SingleFacet } from '@/shared/search/SingleFacet';
import { useAmountFacet } from '@/shared/search/useAmountFacet';
import { useSectorFacet } from '@/shared/search/useSectorFacet';
import { type InvestorSearch, MONTHS } from './search';

type Counts = SearchInvestorsResponse['facets'];
type Change = (changes: Partial<InvestorSearch>) => void;

/** A place is asked for on one level only, the deepest; choosing on one level lets go of the others. */
const ONE_LEVEL = { country: undefined, region: undefined, city: undefined, district: undefined };
const TYPES = ['vc', 'pe', 'corporate_venture', 'angel', 'guidance_fund', 'accelerator'];

function useActiveFacet(value: number | undefined, change: Change): Facet {
  const { t } = useTranslation('investors');
  const remove = () => change({ active_within: undefined });
  return {
    key: 'active',
    label: t('facet.active'),
    chips: value ? [{ key: 'active', label: t('facet.active_months', { count: value }), remove }] : [],
    content: (
      <SingleFacet
        value={value}
        options={MONTHS.map((count) => ({ value: count, label: t('facet.months', { count }) }))}
        onChange={(next) => change({ active_within: next })}
      />
    ),
  };
}

/** The filters of `/investors` with the server's counts. */
export function useInvestorFacets(
  search: InvestorSearch,
  counts: Counts | undefined,
  change: Change,
): Facet[] {
  const { t } = useTranslation('investors');
  const { rows, nameOf } = useSectors();
  const stageLabel = useStageLabel();
  const label = useLabels();
  const { ticket_min: low, ticket_max: high } = search;
  const ticket = useAmountFacet(
    t('facet.ticket'),
    { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) },
    (range) => change({ ticket_min: range.low, ticket_max: range.high }),
  );
  const active = useActiveFacet(search.active_within, change);
  const sector = useSectorFacet({
    rows,
    nameOf,
    counts: counts?.sector,
    chosen: search.sector,
    onChange: (codes) => change({ sector: codes }),
  });
  const place = (level: 'city' | 'region' | 'country') =>
    optionFacet({
      key: level,
      label: t(`facet.${level}`),
      counts: counts?.[level],
      chosen: search[level],
      onChange: (values) => change({ ...ONE_LEVEL, [level]: values }),
    });
  const coded = (key: 'investor_type' | 'lead_or_follow', known: readonly string[]) =>
    optionFacet({
      key,
      label: t(`facet.${key}`),
      counts: counts?.[key],
      chosen: search[key],
      known,
      name: (value) => label(key, value),
      onChange: (values) => change({ [key]: values }),
    });
  const stage = optionFacet({
    key: 'stage',
    label: t('facet.stage'),
    counts: counts?.stage,
    chosen: search.stage,
    known: OPEN_STAGES,
    name: stageLabel,
    onChange: (values) => change({ stage: values }),
  });
  return [
    sector,
    stage,
    ticket,
    coded('investor_type', TYPES),
    coded('lead_or_follow', ['lead', 'follow', 'either']),
    active,
    place('city'),
    place('region'),
    place('country'),
  ];
}
