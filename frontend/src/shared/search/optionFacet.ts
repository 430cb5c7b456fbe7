import type { FacetOption, OptionFacet } from '../facets/facets';

export interface Counted {
  value: string;
  count: number;
  label: string;
}

interface OptionFacetInput {
  key: string;
  label: string;
  counts: readonly Counted[] | undefined;
  chosen: string[] | undefined;
  onChange: (values: string[]) => void;
  /** Names a value; without it the server's label, or the last step of a place's path. */
  name?: (value: string) => string;
  /** Values that are always listed, in this order, also with nothing behind them. */
  known?: readonly string[];
}

/** A filter by value from the server's counts: known values never vanish, chosen ones neither. */
export function optionFacet({
  key,
  label,
  counts = [],
  chosen = [],
  onChange,
  name,
  known = [],
}: OptionFacetInput): OptionFacet {
  const found = new Map(counts.map((one) => [one.value, one]));
  const values = [...new Set([...known, ...found.keys(), ...chosen])];
  const options: FacetOption[] = values.map((value) => ({
    value,
    label: name?.(value) ?? (found.get(value)?.label || value.split('/').pop() || value),
    count: found.get(value)?.count ?? 0,
  }));
  return { key, label, options, chosen, onChange };
}
