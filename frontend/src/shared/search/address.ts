// Reading what stands in an address: anything may stand there, so everything falls back.

/** A list of words; a single word is a list of one. Undefined when nothing usable stands there. */
export function words(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value])
    .filter((one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean')
    .map((one) => String(one).trim())
    .filter((one) => one !== '' && one.length <= 200);
  return list.length > 0 ? [...new Set(list)].slice(0, 50) : undefined;
}

export function word(value: unknown): string | undefined {
  return words(value)?.[0];
}

/** A whole number within bounds. */
export function whole(value: unknown, least: number, most: number): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined;
  return number >= least && number <= most ? number : undefined;
}

/** One of the given words. */
export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

/** The same without what says nothing, so that addresses stay short and equal searches are equal. */
export function compact<T extends object>(search: T): T {
  const kept = Object.entries(search).filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as T;
}

/** What every search of the street has in its address; each adds filters of its own. */
export interface SearchAddress {
  q?: string;
  sector?: string[];
  stage?: string[];
  country?: string[];
  region?: string[];
  city?: string[];
  district?: string[];
  view?: 'table';
}

export function readAddress(given: Record<string, unknown>): SearchAddress {
  return compact({
    q: word(given.q),
    sector: words(given.sector),
    stage: words(given.stage),
    country: words(given.country),
    region: words(given.region),
    city: words(given.city),
    district: words(given.district),
    view: oneOf(given.view, ['table'] as const),
  }) as SearchAddress;
}

const NO_FILTER = ['q', 'sort', 'view'];

/** Every filter of the search as undefined, to be spread over it: the words, the order and the view stay. */
export function cleared(search: object): Record<string, undefined> {
  const filters = Object.keys(search).filter((key) => !NO_FILTER.includes(key));
  return Object.fromEntries(filters.map((key) => [key, undefined]));
}

/** The most an amount in an address may be, in whole units. */
export const MOST_AMOUNT = 1e12;
