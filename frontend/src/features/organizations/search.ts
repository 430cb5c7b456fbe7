import type { GetOrganizationResponse } from '@/api';
import { compact, oneOf, whole, word } from '@/shared/search/address';

export type Organization = GetOrganizationResponse;

export const KINDS = [
  'startup',
  'investment_firm',
  'limited_partner',
  'host',
  'property_owner',
  'research_body',
  'government',
  'service_provider',
  'alliance',
] as const;
export const TABS = [
  'profile',
  'members',
  'verification',
  'funds',
  'rounds',
  'webhooks',
  'audit',
  'edit',
] as const;
export type Tab = (typeof TABS)[number];

export const SORTS = ['newest', 'name', 'kind'] as const;
/** Beginnings of the names of acts on an organization's own desk. */
export const ACT_GROUPS = [
  'organization',
  'verification',
  'member',
  'invitation',
  'ownership',
  'pitch',
  'round',
  'thesis',
  'fund',
  'event',
  'webhook',
  'judging',
  'backstage',
  'speaker',
  'replay',
  'case',
] as const;

export interface OrganizationsSearch {
  q?: string;
  sort?: (typeof SORTS)[number];
  kind?: (typeof KINDS)[number];
  page?: number;
}

export function validateOrganizationsSearch(given: Record<string, unknown>): OrganizationsSearch {
  return compact({
    q: word(given.q),
    kind: oneOf(given.kind, KINDS),
    sort: oneOf(given.sort, SORTS),
    page: whole(given.page, 1, 10_000),
  });
}

/** The question to the server, for the list and for its file alike. */
export function organizationsQuery({ kind, page: _page, ...rest }: OrganizationsSearch) {
  return { ...rest, ...(kind ? { kind: [kind] } : {}) };
}

export function validateTab(given: Record<string, unknown>): { tab?: Tab } {
  return compact({ tab: oneOf(given.tab, TABS) });
}

/** The tabs this viewer has on an organization; the first is everybody's. */
export function tabsOf({ kind, my_role, allowed_actions }: Organization): Tab[] {
  const may = new Set(allowed_actions);
  const shown: Record<Tab, boolean> = {
    profile: true,
    edit: may.has('update_organization'),
    members: Boolean(my_role),
    verification: may.has('view_reviews') || may.has('request_verification') || may.has('request_claim'),
    funds: kind === 'investment_firm',
    rounds: kind === 'startup',
    webhooks: may.has('manage_webhooks'),
    audit: may.has('view_audit'),
  };
  return TABS.filter((tab) => shown[tab]);
}
