import { compact, oneOf, word, words } from '@/shared/search/address';

/** What stands in the address of the comparison. */
export interface CompareSearch {
  /** Ids joined by commas, in their order. */
  ids?: string;
  /** Whom the fit is told for: `firm:<id>` or `thesis:<id>` of the viewer's own. */
  of?: string;
  only?: 'differences';
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const OF = /^(firm|thesis):[0-9a-f-]{36}$/;

/** The ids of an address, each once. */
export function idsOf(ids: string | undefined): string[] {
  return [...new Set((ids ?? '').split(',').filter((id) => ID.test(id)))];
}

export function validateCompareSearch(given: Record<string, unknown>): CompareSearch {
  const of = word(given.of);
  return compact({
    ids: idsOf(words(given.ids)?.join(',')).join(','),
    of: of && OF.test(of) ? of : undefined,
    only: oneOf(given.only, ['differences'] as const),
  }) as CompareSearch;
}

/** The question to the server. */
export function compareQuery(ids: string[], of: string | undefined) {
  const [kind, id] = (of ?? '').split(':');
  return { ids, ...(kind === 'firm' ? { firm: id } : {}), ...(kind === 'thesis' ? { thesis: id } : {}) };
}
