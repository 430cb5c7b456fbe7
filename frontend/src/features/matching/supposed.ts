import type { PitchRowOutput, WhatIf, WhatIfInputRequest } from '@/api';
import { amountAt, rungOf } from './ladder';

/** What the founder turns. `rung` stands on the ladder of amounts. */
export interface Turned {
  rung: number;
  stage: string;
  city: string;
}

/** What the pitch asks for now. */
export function asItIs(pitch: PitchRowOutput): Turned {
  return { rung: rungOf(pitch.amount_target?.amount), stage: pitch.stage, city: pitch.city };
}

/** Only what differs from the pitch is asked about, so that a ladder's rung never stands in for the real amount. */
export function question(pitch: PitchRowOutput, turned: Turned): WhatIfInputRequest {
  const now = asItIs(pitch);
  const city = turned.city.trim();
  return {
    ...(turned.rung === now.rung
      ? {}
      : { amount: { amount: amountAt(turned.rung), currency: pitch.amount_target?.currency ?? 'CNY' } }),
    ...(turned.stage === now.stage ? {} : { stage: turned.stage as WhatIfInputRequest['stage'] }),
    ...(city === now.city || city === '' ? {} : { city }),
  };
}

/** The conditions that won and lost theses, most first; both signs of one condition stand together. */
export function byCondition(found: WhatIf): { code: string; gained: number; lost: number }[] {
  const codes = new Set([...Object.keys(found.gained_by), ...Object.keys(found.lost_by)]);
  return [...codes]
    .map((code) => ({ code, gained: found.gained_by[code] ?? 0, lost: found.lost_by[code] ?? 0 }))
    .sort((one, other) => other.gained + other.lost - one.gained - one.lost);
}
