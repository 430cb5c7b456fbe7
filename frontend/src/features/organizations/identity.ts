import type { UpdateOrganizationData } from '@/api';
import type { Organization } from './search';

/** What the street vouches for; the server ends a verification, or its review, when one of these changes. */
const VOUCHED = ['legal_name', 'brand_name', 'name_en', 'uscc', 'country'] as const;

/** What saving these values would end, so that people are asked first. */
export function endedBy(
  organization: Organization,
  values: NonNullable<UpdateOrganizationData['body']>,
): 'verified' | 'pending' | null {
  const { verification_state: state } = organization;
  if (state !== 'verified' && state !== 'pending') return null;
  const changed = VOUCHED.some(
    (name) => name in values && (values[name] ?? '') !== (organization[name] ?? ''),
  );
  return changed ? state : null;
}
