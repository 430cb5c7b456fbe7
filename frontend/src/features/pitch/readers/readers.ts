import type { GrantOutput, Pitch } from '@/api';

export type Block = keyof Pitch['blocks'];
type Visibility = Pitch['blocks'][Block]['visibility'];

/** The parts of a pitch that are shown to these readers. */
export function blocksFor(pitch: Pick<Pitch, 'blocks'>, visibility: Visibility): Block[] {
  const names = Object.keys(pitch.blocks) as Block[];
  return names.filter((name) => pitch.blocks[name].visibility === visibility);
}

/** When a grant that is no longer in force ended: taken back, or run out, whichever came first. */
export function endOf({
  expires_at,
  revoked_at,
}: Pick<GrantOutput, 'expires_at' | 'revoked_at'>): string | null {
  if (!expires_at || !revoked_at) return revoked_at ?? expires_at;
  return new Date(expires_at) < new Date(revoked_at) ? expires_at : revoked_at;
}
