import { expect, test } from 'vitest';
import type { Pitch } from '@/api';
import { blocksFor, endOf } from './readers';

test('the parts shown to named investors are found, and no others', () => {
  const blocks = {
    story: { visibility: 'public' },
    terms: { visibility: 'named_investors' },
    deck: { visibility: 'after_nda' },
    ip: { visibility: 'named_investors' },
  } as Pitch['blocks'];
  expect(blocksFor({ blocks }, 'named_investors')).toEqual(['terms', 'ip']);
});

test('a grant ended when it was taken back or ran out, whichever came first', () => {
  // The same moment may be written in two offsets: times are compared, not their letters.
  const early = '2026-03-01T01:00:00+08:00';
  const late = '2026-02-28T18:00:00Z';
  expect(endOf({ expires_at: early, revoked_at: late })).toBe(early);
  expect(endOf({ expires_at: late, revoked_at: early })).toBe(early);
  expect(endOf({ expires_at: null, revoked_at: late })).toBe(late);
  expect(endOf({ expires_at: early, revoked_at: null })).toBe(early);
});
