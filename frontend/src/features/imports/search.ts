import type { ListImportsData } from '@/api';
import { compact, oneOf, whole, word } from '@/shared/search/address';

/** A page of a list; the first one is not written into the address. */
export interface PagedSearch {
  page?: number;
}

export function validatePagedSearch(given: Record<string, unknown>): PagedSearch {
  return compact({ page: whole(given.page, 2, 100_000) }) as PagedSearch;
}

export const STATES = ['uploaded', 'checked', 'running', 'done', 'failed'] as const satisfies NonNullable<
  ListImportsData['query']
>['state'][];

export interface ImportsSearch extends PagedSearch {
  q?: string;
  state?: (typeof STATES)[number];
}

export function validateImportsSearch(given: Record<string, unknown>): ImportsSearch {
  return compact({
    ...validatePagedSearch(given),
    q: word(given.q),
    state: oneOf(given.state, STATES),
  }) as ImportsSearch;
}
