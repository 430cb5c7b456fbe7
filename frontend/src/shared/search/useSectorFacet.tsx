import { useTranslation } from 'react-i18next';
import type { Facet } from '../facets/facets';
import type { SectorRow } from '../sectors/sectorTree';
import type { Counted } from './optionFacet';
import { SectorFacet } from './SectorFacet';

interface SectorFacetInput {
  rows: readonly SectorRow[];
  nameOf: (code: string) => string;
  counts: readonly Counted[] | undefined;
  chosen: string[] | undefined;
  onChange: (codes: string[]) => void;
}

/** The sector tree as one of the filters, with its chips. */
export function useSectorFacet({
  rows,
  nameOf,
  counts = [],
  chosen = [],
  onChange,
}: SectorFacetInput): Facet {
  const { t } = useTranslation('cards');
  return {
    key: 'sector',
    label: t('suggest.sector'),
    chips: chosen.map((code) => ({
      key: `sector:${code}`,
      label: nameOf(code),
      remove: () => onChange(chosen.filter((one) => one !== code)),
    })),
    content: (
      <SectorFacet
        rows={rows}
        counts={new Map(counts.map(({ value, count }) => [value, count]))}
        chosen={chosen}
        onChange={onChange}
      />
    ),
  };
}
