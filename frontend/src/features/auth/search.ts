import { safeNext } from '@/app/guard';
import { compact, oneOf } from '@/shared/search/address';

export const MODES = ['password', 'code', 'signup', 'reset'] as const;
export type Mode = (typeof MODES)[number];

export interface LoginSearch {
  mode?: Mode;
  /** Where to go afterwards: a path of this site. */
  next?: string;
}

export function validateLoginSearch(given: Record<string, unknown>): LoginSearch {
  return compact({ mode: oneOf(given.mode, MODES), next: safeNext(given.next) });
}
