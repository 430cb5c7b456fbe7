import { useTranslation } from 'react-i18next';
import type { SearchDealsResponse } from '@/api';
import { useSectors } from '@/app/sectors';
import { useLabels } from '@/shared/cards/useLabels';
import type { Chip, Facet } from '@/shared/facets/facets';
import { useStageLabel } from '@/shared/labels';
import { moneyRange } from '@/shared/money';
import { OPEN_STAGES } from '@/shared/openStages';
import { optionFacet } from '@/shared/search/optionFacet';
import { RangeFacet } from '@/shared/search/RangeFacet';
import { SectorFacet } from '@/shared/search/SectorFacet';
import { SingleFacet } from '@/shared/search/SingleFacet';
import { DAYS, type DealSearch } from './search';

type Counts = SearchDealsResponse['facets'];
type Change = (changes: Partial<DealSearch>) => void;

/** Amounts are typed in 万 and kept in whole units. */
const WAN = 10_000;
const inWan = (amount: number | undefined) => (amount === undefined ? undefined : amount / WAN);
const fromWan = (figure: number | undefined) => (figure === undefined ? undefined : Math.round(figure * WAN));

const BUSINESS = ['b2b', 'b2c', 'b2b2c', 'b2g'];
const INSTRUMENTS = ['equity', 'convertible_note', 'safe', 'debt'];

function useAmountFacet(search: DealSearch, change: Change): Facet {
  const { t, i18n } = useTranslation('deals');
  const printed = (low?: number, high?: number) => {
    const end = (figure?: number) =>
      figure === undefined ? null : { amount: String(figure), currency: 'CNY' };
    return moneyRange(end(low), end(high), i18n.language) ?? '';
  };
  const { amount_min: low, amount_max: high } = search;
  const preset = (from?: number, to?: number) => ({
    label: printed(from, to),
    value: { ...(from ? { low: from / WAN } : {}), ...(to ? { high: to / WAN } : {}) },
  });
  const held = low !== undefined || high !== undefined;
  const remove = () => change({ amount_min: undefined, amount_max: undefined });
  return {
    key: 'amount',
    label: t('facet.amount'),
    chips: held ? [{ key: 'amount', label: `${t('facet.amount')} ${printed(low, high)}`, remove }] : [],
    content: (
      <RangeFacet
        label={t('facet.amount')}
        unit={t('facet.wan')}
        value={{
          ...(low === undefined ? {} : { low: inWan(low) as number }),
          ...(high === undefined ? {} : { high: inWan(high) as number }),
        }}
        presets={[preset(undefined, 5e6), preset(5e6, 2e7), preset(2e7, 1e8), preset(1e8)]}
        onChange={(range) => change({ amount_min: fromWan(range.low), amount_max: fromWan(range.high) })}
      />
    ),
  };
}

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
  const amount = useAmountFacet(search, change);
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
  const sectors = search.sector ?? [];
  const sector: Facet = {
    key: 'sector',
    label: t('facet.sector'),
    chips: sectors.map((code) => ({
      key: `sector:${code}`,
      label: nameOf(code),
      remove: () => change({ sector: sectors.filter((one) => one !== code) }),
    })),
    content: (
      <SectorFacet
        rows={rows}
        counts={new Map((counts?.sector ?? []).map(({ value, count }) => [value, count]))}
        chosen={sectors}
        onChange={(codes) => change({ sector: codes })}
      />
    ),
  };
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
