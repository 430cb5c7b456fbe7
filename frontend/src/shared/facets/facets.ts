import type { ReactNode } from 'react';

export interface FacetOption {
  value: string;
  label: string;
  count: number;
}

export interface Chip {
  key: string;
  label: string;
  remove: () => void;
}

/** A choice among counted values: several are OR, groups among each other are AND. */
export interface OptionFacet {
  key: string;
  label: string;
  options: FacetOption[];
  chosen: string[];
  onChange: (values: string[]) => void;
}

/** Anything else that narrows, such as an amount range or the sector tree, with its own chips. */
export interface CustomFacet {
  key: string;
  label: string;
  content: ReactNode;
  chips: Chip[];
}

export type Facet = OptionFacet | CustomFacet;

export function toggled(chosen: readonly string[], value: string): string[] {
  return chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
}

/** What is chosen, as removable chips, also when the server's counts no longer name the value. */
export function chipsOf(facets: readonly Facet[]): Chip[] {
  return facets.flatMap((facet) => {
    if ('content' in facet) return facet.chips;
    return facet.chosen.map((value) => ({
      key: `${facet.key}:${value}`,
      label: facet.options.find((option) => option.value === value)?.label ?? value,
      remove: () => facet.onChange(facet.chosen.filter((each) => each !== value)),
    }));
  });
}

/** The values to show while a long group is folded: the chosen ones are never hidden. */
export function folded({ options, chosen }: OptionFacet, limit: number): FacetOption[] {
  return options.filter(({ value }, index) => index < limit || chosen.includes(value));
}
