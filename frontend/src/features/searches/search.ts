import { compact, oneOf, whole, word } from '@/shared/search/address';

export const SORTS = ['newest', 'name'] as const;

/** What stands in the address of the list of saved searches. */
export interface SearchesSearch {
  q?: string;
  sort?: (typeof SORTS)[number];
  page?: number;
}

export function validateSearchesSearch(given: Record<string, unknown>): SearchesSearch {
  return compact({
    q: word(given.q),
    sort: oneOf(given.sort, SORTS),
    page: whole(given.page, 2, 10_000),
  }) as SearchesSearch;
}

/** Only the page stands in the address of one search and its finds. */
export function validatePage(given: Record<string, unknown>): { page?: number } {
  return compact({ page: whole(given.page, 2, 10_000) }) as { page?: number };
}
