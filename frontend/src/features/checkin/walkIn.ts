import { type DoorWalkInsCreateData, doorWalkInsCreate } from '@/api';
import type { Doorkeeper } from './keeper';
import type { Shown } from './reading';
import type { KeptDoor } from './store';

export type WalkInBody = NonNullable<DoorWalkInsCreateData['body']>;

const REMEMBERED = 20;

/** Registers somebody who has no ticket and shows that they are in; the server alone can. Throws what it refuses with. */
export async function walkIn(keeper: Doorkeeper, kept: KeptDoor, body: WalkInBody): Promise<Shown | null> {
  const { data } = await doorWalkInsCreate({
    path: { event_id: kept.event },
    ...(kept.secret ? { headers: { 'X-Door-Device': kept.secret } } : {}),
    body,
    throwOnError: true,
  });
  const [verdict] = data.results;
  if (!verdict) return null;
  const { nonce, result, reason, since, guest } = verdict;
  const shown: Shown = {
    ...{ nonce, result, reason, since, list: body.list, passage: 'entry', at: new Date().toISOString() },
    guest: guest ? { ...guest, state: 'confirmed', marks: [], event: kept.event } : null,
    ...{ isAlone: false, isUndone: false },
  };
  keeper.state.setState(({ recent }) => ({ last: shown, recent: [shown, ...recent].slice(0, REMEMBERED) }));
  // The roster learns of the new ticket as of any other.
  void keeper.sync();
  return shown;
}
