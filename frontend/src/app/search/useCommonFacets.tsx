import { useTranslation } from 'react-i18next';
import { useSectors } from '@/app/sectors';
import { type LabelGroup, useLabels } from '@/shared/cards/useLabels';
import type { Facet } from '@/shared/facets/facets';
import { useStageLabel } from '@/shared/labels';
import { OPEN_STAGES } from '@/shared/openStages';
import type { SearchAddress } from '@/shared/search/address';
import { type Counted, optionFacet } from '@/shared/search/optionFacet';
import type { Range } from '@/shared/search/RangeFacet';
import { SingleFacet } from '@/shared/search/SingleFacet';
import { useSectorFacet } from '@/shared/search/useSectorFacet';

type Level = 'district' | 'city' | 'region' | 'country';
type Counts = { [key: string]: readonly Counted[] | undefined };

/** A place is asked for on one level only, the deepest; choosing on one level lets go of the others. */
const ONE_LEVEL = { country: undefined, region: undefined, city: undefined, district: undefined };

/** Both ends as a range, an open end left out. */
export function rangeOf(low: number | undefined, high: number | undefined): Range {
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

interface CommonFacets {
  sector: Facet;
  stage: Facet;
  place: (level: Level) => Facet;
  /** A filter over codes that have a name in every language; `known` ones are always listed. */
  coded: (key: string & LabelGroup, label: string, known?: readonly string[]) => Facet;
}

/** The filters that every search of the street has, with the server's counts. */
export function useCommonFacets<Search extends SearchAddress>(
  search: Search,
  counts: Counts | undefined,
  change: (changes: Partial<Search>) => void,
): CommonFacets {
  const { t } = useTranslation('cards');
  const { rows, nameOf } = useSectors();
  const stageLabel = useStageLabel();
  const label = useLabels();
  const put = (key: string, values: string[]) => change({ [key]: values } as Partial<Search>);
  const sector = useSectorFacet({
    rows,
    nameOf,
    counts: counts?.sector,
    chosen: search.sector,
    onChange: (codes) => put('sector', codes),
  });
  const stage = optionFacet({
    key: 'stage',
    label: t('facet.stage'),
    counts: counts?.stage,
    chosen: search.stage,
    known: OPEN_STAGES,
    name: stageLabel,
    onChange: (values) => put('stage', values),
  });
  return {
    sector,
    stage,
    place: (level) =>
      optionFacet({
        key: level,
        label: t(`facet.${level}`),
        counts: counts?.[level],
        chosen: search[level],
        onChange: (values) => change({ ...ONE_LEVEL, [level]: values } as Partial<Search>),
      }),
    coded: (key, name, known = []) =>
      optionFacet({
        key,
        label: name,
        counts: counts?.[key],
        chosen: (search as Record<string, unknown>)[key] as string[] | undefined,
        known,
        name: (value) => label(key, value),
        onChange: (values) => put(key, values),
      }),
  };
}

interface StepsInput {
  key: string;
  label: string;
  value: number | undefined;
  steps: readonly number[];
  /** A step on its button, and the chosen one on its chip. */
  step: (count: number) => string;
  chip: (count: number) => string;
  onChange: (value: number | undefined) => void;
}

/** A filter by one of a few spans of time. */
export function stepsFacet({ key, label, value, steps, step, chip, onChange }: StepsInput): Facet {
  return {
    key,
    label,
    chips: value ? [{ key, label: chip(value), remove: () => onChange(undefined) }] : [],
    content: (
      <SingleFacet
        value={value}
        options={steps.map((count) => ({ value: count, label: step(count) }))}
        onChange={onChange}
      />
    ),
  };
}
