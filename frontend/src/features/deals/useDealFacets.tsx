import { useTranslation } from 'react-i18next';
import type { SearchDealsResponse } from '@/api';
import { useSectors } from '@/app/sectors';
import { useLabels } from '@/shared/cards/useLabels';
import type { Chip, Facet } from '@/shared/facets/facets';
import { useStageLabel } from '@/shared/labels';
import { OPEN_STAGES } from '@/shared/openStages';
import { optionFacet } from '@/shared/search/optionFacet';
import { RangeFacet } from '@/shared/search/RangeFacet';
import { SingleFacet } from '@/shared/search/SingleFacet';
import { useAmountFacet } from '@/shared/search/useAmountFacet';
import { useSectorFacet } from '@/shared/search/useSectorFacet';
import { DAYS, type DealSearch } from './search';

type Counts = SearchDealsResponse['facets'];
type Change = (changes: Partial<DealSearch>) => void;

const BUSINESS = ['b2b', 'b2c', 'b2b2c', 'b2g'];
const INSTRUMENTS = ['equity', 'convertible_note', 'safe', 'debt'];

function useFoundedFacet({ founded_from: low, founded_to: high }: DealSearch, change: Change): Facet {
  const { t } = useTranslation('deals');
  const held = low !== undefined || high !== undefined;
  const chip: Chip = {
    key: 'founded',
    label: `${t('facet.founded')} ${low ?? ''}–${high ?? ''}`,
    remove: () => change({ founded_from: undefined, founded_to: undefined }),
  };
  return {
    key: 'founded',
    label: t('facet.founded'),
    chips: held ? [chip] : [],
    content: (
      <RangeFacet
        label={t('facet.founded')}
        min={1800}
        max={2200}
        value={{ ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }}
        onChange={(range) => change({ founded_from: range.low, founded_to: range.high })}
      />
    ),
  };
}

function useDaysFacet(
  name: 'close_within' | 'confirmed_within',
  value: number | undefined,
  change: Change,
): Facet {
  const { t } = useTranslation('deals');
  const days = (count: number) => t(`facet.${name}_days`, { count });
  return {
    key: name,
    label: t(`facet.${name}`),
    chips: value ? [{ key: name, label: days(value), remove: () => change({ [name]: undefined }) }] : [],
    content: (
      <SingleFacet
        value={value}
        options={DAYS.map((count) => ({ value: count, label: t('facet.days', { count }) }))}
        onChange={(next) => change({ [name]: next })}
      />
    ),
  };
}

/** A place is asked for on one level only, the deepest; choosing on one level lets go of the others. */
const ONE_LEVEL = { country: undefined, region: undefined, city: undefined, district: undefined };

/** The filters of `/deals` with the server's counts. */
export function useDealFacets(search: DealSearch, counts: Counts | undefined, change: Change): Facet[] {
  const { t } = useTranslation('deals');
  const { rows, nameOf } = useSectors();
  const stageLabel = useStageLabel();
  const label = useLabels();
  const { amount_min: low, amount_max: high } = search;
  const amount = useAmountFacet(
    t('facet.amount'),
    { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) },
    (range) => change({ amount_min: range.low, amount_max: range.high }),
  );
  const founded = useFoundedFacet(search, change);
  const closing = useDaysFacet('close_within', search.close_within, change);
  const confirmed = useDaysFacet('confirmed_within', search.confirmed_within, change);

  const place = (level: 'district' | 'city' | 'region' | 'country') =>
    optionFacet({
      key: level,
      label: t(`facet.${level}`),
      counts: counts?.[level],
      chosen: search[level],
      onChange: (values) => change({ ...ONE_LEVEL, [level]: values }),
    });
  const coded = (key: 'qualification' | 'business_model' | 'instrument', known: readonly string[] = []) =>
    optionFacet({
      key,
      label: t(`facet.${key}`),
      counts: counts?.[key],
      chosen: search[key],
      known,
      name: (value) => label(key, value),
      onChange: (values) => change({ [key]: values }),
    });
  const sector = useSectorFacet({
    rows,
    nameOf,
    counts: counts?.sector,
    chosen: search.sector,
    onChange: (codes) => change({ sector: codes }),
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
  const lead = optionFacet({
    key: 'lead_wanted',
    label: t('facet.lead_wanted'),
    counts: counts?.lead_wanted,
    chosen: search.lead_wanted,
    known: ['true', 'false'],
    name: (value) => (value === 'true' ? t('facet.lead_yes') : t('facet.lead_no')),
    onChange: (values) => change({ lead_wanted: values }),
  });
  return [
    sector,
    stage,
    amount,
    place('district'),
    place('city'),
    place('region'),
    coded('qualification'),
    coded('instrument', INSTRUMENTS),
    lead,
    founded,
    closing,
    confirmed,
    coded('business_model', BUSINESS),
  ];
}
