import { compact, oneOf } from '@/shared/search/address';

export const TABS = ['profile', 'security', 'notifications', 'standings', 'tokens', 'privacy'] as const;
export type Tab = (typeof TABS)[number];

export function validateAccountSearch(given: Record<string, unknown>): { tab?: Tab } {
  return compact({ tab: oneOf(given.tab, TABS) });
}
