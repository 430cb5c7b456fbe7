import type { Me } from '@/app/viewer';

interface Own {
  id: string;
  state: string;
  completeness_percent: number | null;
  last_confirmed_at: string | null;
}

export interface Todo {
  key: 'verify' | 'post' | 'submit' | 'complete' | 'confirm' | 'waiting';
  href: string;
  values: Record<string, string | number>;
}

const STALE_DAYS = 90;
const COMPLETE = 80;

/** What a startup's member should do next, most pressing first. */
export function todosOf(
  organizations: Me['organizations'],
  pitches: readonly Own[],
  now = new Date(),
): Todo[] {
  const startups = organizations.filter(({ kind }) => kind === 'startup');
  const verify = startups
    .filter(({ verification_state: state }) => state !== 'verified' && state !== 'pending')
    .map(
      ({ id, display_name: name }): Todo => ({
        key: 'verify',
        href: `/organizations/${id}`,
        values: { name },
      }),
    );
  const stale = ({ last_confirmed_at: at }: Own) =>
    at !== null && now.getTime() - new Date(at).getTime() > STALE_DAYS * 86_400_000;
  const perPitch = pitches.flatMap((pitch): Todo[] => {
    const href = `/startup/pitch/${pitch.id}`;
    const percent = pitch.completeness_percent ?? 100;
    if (pitch.state === 'closed') return [];
    return [
      ...(pitch.state === 'draft' ? [{ key: 'submit' as const, href, values: {} }] : []),
      ...(pitch.state === 'in_review' ? [{ key: 'waiting' as const, href, values: {} }] : []),
      ...(pitch.state === 'published' && stale(pitch) ? [{ key: 'confirm' as const, href, values: {} }] : []),
      ...(percent < COMPLETE ? [{ key: 'complete' as const, href, values: { percent } }] : []),
    ];
  });
  const post: Todo[] =
    startups.length > 0 && pitches.length === 0 ? [{ key: 'post', href: '/startup/pitch', values: {} }] : [];
  return [...verify, ...post, ...perPitch];
}
