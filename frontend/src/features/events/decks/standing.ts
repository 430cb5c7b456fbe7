import type { FinalDeck } from '@/api';

type Standing = 'missing' | 'rendering' | 'ready' | 'refused';

/** What became of what a company brought. */
export function standingOfDeck({ state }: Pick<FinalDeck, 'state'>): Standing {
  if (!state) return 'missing';
  return state === 'ready' || state === 'refused' ? state : 'rendering';
}

/** Its pages are still to come. */
export function isRendering(deck: Pick<FinalDeck, 'state'> | undefined): boolean {
  return deck !== undefined && standingOfDeck(deck) === 'rendering';
}
