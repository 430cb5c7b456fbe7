const FIRST_MS = 2_000;
const MOST_MS = 8_000;

/**
 * How long to wait before the nth try to come back; nothing before the first connection. Any time up to a limit that doubles: a
 * hall that lost its server comes back over seconds, and not in one moment.
 */
export const pauseBefore = (retry: number): number =>
  retry > 0 ? Math.random() * Math.min(MOST_MS, FIRST_MS * 2 ** (retry - 1)) : 0;
