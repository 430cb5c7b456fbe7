import { compact, whole } from '@/shared/search/address';

/** A page of a list; the first one is not written into the address. */
export interface PagedSearch {
  page?: number;
}

export function validatePagedSearch(given: Record<string, unknown>): PagedSearch {
  return compact({ page: whole(given.page, 2, 100_000) }) as PagedSearch;
}
