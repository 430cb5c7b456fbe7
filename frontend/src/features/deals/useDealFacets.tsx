import { useTranslation } from 'react-i18next';
import type { SearchDealsResponse } from '@/api';
import { rangeOf, stepsFacet, useCommonFacets } from '@/app/search/useCommonFacets';
import type { Chip, Facet } from '@/shared/facets/facets';
import { currencyName } from '@/shared/money';
import { optionFacet } from '@/shared/search/optionFacet';
import { RangeFacet } from '@/shared/search/RangeFacet';
import { useAmountFacet } from '@/shared/search/useAmountFacet';
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
        value={rangeOf(low, high)}
        onChange={(range) => change({ founded_from: range.low, founded_to: range.high })}
      />
    ),
  };
}

function useCurrencyFacet(search: DealSearch, counts: Counts | undefined, change: Change): Facet {
  const { t, i18n } = useTranslation('deals');
  return optionFacet({
    key: 'ask_currency',
    label: t('facet.ask_currency'),
    counts: counts?.ask_currency,
    chosen: search.ask_currency,
    name: (value) => currencyName(value, i18n.language),
    onChange: (values) => change({ ask_currency: values }),
  });
}

function useDaysFacet(
  key: 'close_within' | 'confirmed_within',
  value: number | undefined,
  change: Change,
): Facet {
  const { t } = useTranslation('deals');
  return stepsFacet({
    key,
    label: t(`facet.${key}`),
    value,
    steps: DAYS,
    step: (count) => t('facet.days', { count }),
    chip: (count) => t(`facet.${key}_days`, { count }),
    onChange: (next) => change({ [key]: next }),
  });
}

/** The filters of `/deals` with the server's counts. */
export function useDealFacets(search: DealSearch, counts: Counts | undefined, change: Change): Facet[] {
  const { t } = useTranslation('deals');
  const { sector, stage, place, coded } = useCommonFacets(search, counts, change);
  const amount = useAmountFacet(t('facet.amount'), rangeOf(search.amount_min, search.amount_max), (range) =>
    change({ amount_min: range.low, amount_max: range.high }),
  );
  const currency = useCurrencyFacet(search, counts, change);
  const founded = useFoundedFacet(search, change);
  const closing = useDaysFacet('close_within', search.close_within, change);
  const confirmed = useDaysFacet('confirmed_within', search.confirmed_within, change);
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
    currency,
    place('district'),
    place('city'),
    place('region'),
    coded('qualification', t('facet.qualification')),
    coded('instrument', t('facet.instrument'), INSTRUMENTS),
    lead,
    founded,
    closing,
    confirmed,
    coded('business_model', t('facet.business_model'), BUSINESS),
  ];
}
