import type { DigestEnum } from '@/api';

export interface Habits {
  digest: DigestEnum;
  quiet_from?: string | null;
  quiet_until?: string | null;
}

/** 00:00, 00:30 … 23:30. */
export const HALF_HOURS = Array.from({ length: 48 }, (_, half) => {
  const hour = String(Math.floor(half / 2)).padStart(2, '0');
  return `${hour}:${half % 2 ? '30' : '00'}`;
});

/** A cleared field is an absent value in the form; on the wire it says that there are no quiet hours. */
export function habitsBody({ digest, quiet_from, quiet_until }: Habits) {
  return { digest, quiet_from: quiet_from ?? null, quiet_until: quiet_until ?? null };
}
