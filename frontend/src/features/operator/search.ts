import type { QueueKindEnum } from '@/api';
import { compact, oneOf, whole, word } from '@/shared/search/address';

export const KINDS = [
  'organization',
  'claim',
  'standing',
  'pitch',
  'revision',
  'event',
] as const satisfies QueueKindEnum[];
export const STATES = ['pending', 'approved', 'rejected'] as const;
/** Beginnings of the names of acts, as the trail groups them. */
export const ACT_GROUPS = [
  'person',
  'second_factor',
  'token',
  'organization',
  'member',
  'ownership',
  'invitation',
  'verification',
  'claim',
  'standing',
  'event',
  'fund',
  'pitch',
  'thesis',
  'round',
  'file',
  'import',
  'matching',
  'case',
  'trail',
] as const;

export interface QueueSearch {
  kind?: (typeof KINDS)[number];
  state?: (typeof STATES)[number];
  page?: number;
}

export function validateQueueSearch(given: Record<string, unknown>): QueueSearch {
  return compact({
    kind: oneOf(given.kind, KINDS),
    state: oneOf(given.state, STATES),
    page: whole(given.page, 2, 500),
  }) as QueueSearch;
}

export interface AuditSearch {
  group?: (typeof ACT_GROUPS)[number];
  actor?: string;
  subject?: string;
  /** Days as 2026-03-01, both within. */
  since?: string;
  until?: string;
  page?: number;
}

const DAY = /^2\d{3}-\d{2}-\d{2}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function validateAuditSearch(given: Record<string, unknown>): AuditSearch {
  const actor = word(given.actor);
  const subject = word(given.subject);
  return compact({
    group: oneOf(given.group, ACT_GROUPS),
    actor: actor && UUID.test(actor) ? actor : undefined,
    subject: subject && subject.length <= 64 ? subject : undefined,
    ...daysOf(given),
    page: whole(given.page, 2, 100_000),
  }) as AuditSearch;
}

/** Days the server knows; the first is never after the last. */
function daysOf(given: Record<string, unknown>): Pick<AuditSearch, 'since' | 'until'> {
  const [since, until] = [word(given.since), word(given.until)].map((day) =>
    day && DAY.test(day) && day < '2101' && !Number.isNaN(Date.parse(day)) ? day : undefined,
  );
  return compact(since && until && since > until ? {} : { since, until }) as Pick<
    AuditSearch,
    'since' | 'until'
  >;
}

/** The question to the server; the dot keeps `person` from meaning `personal…`. */
export function auditQuery({ group, ...rest }: AuditSearch) {
  return { ...rest, ...(group ? { action: `${group}.` } : {}) };
}
