import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useViewer } from '@/app/viewer';

export const LEAST = 2;
export const MOST = 5;

/** A project chosen to be compared; the name is kept so that the tray need not ask for it. */
export interface Pick {
  id: string;
  name: string;
}

interface Held {
  /** Who chose: nobody else who uses this browser sees what a person chose. Blank: a visitor. */
  owner: string;
  picks: Pick[];
}

interface Store extends Held {
  put: (held: Held) => void;
}

const isPick = (one: unknown): one is Pick =>
  typeof (one as Pick | null)?.id === 'string' && typeof (one as Pick).name === 'string';

/** What stands in the browser may be anything. */
export function readHeld(stored: unknown): Held {
  const { owner, picks } = (stored ?? {}) as Partial<Held>;
  const sound = Array.isArray(picks) ? picks.filter(isPick) : [];
  return { owner: typeof owner === 'string' ? owner : '', picks: sound.slice(0, MOST) };
}

/** Those of this person: their own, and what they chose as a visitor before signing in. */
export function picksOf({ owner, picks }: Held, viewer: string): Pick[] {
  return owner === '' || owner === viewer ? picks : [];
}

/** With one more or one less; nothing changes where there is no room. */
export function toggled(picks: Pick[], pick: Pick): Pick[] {
  if (picks.some(({ id }) => id === pick.id)) return picks.filter(({ id }) => id !== pick.id);
  return picks.length < MOST ? [...picks, pick] : picks;
}

const useStore = create<Store>()(
  persist((set) => ({ owner: '', picks: [], put: (held) => set(held) }), {
    name: 'xmh-compare',
    version: 1,
    merge: (stored, current) => ({ ...current, ...readHeld(stored) }),
  }),
);

interface Picks {
  picks: Pick[];
  isFull: boolean;
  toggle: (pick: Pick) => void;
  clear: () => void;
}

/** What this person chose to compare, kept in this browser alone. */
export function usePicks(): Picks {
  const viewer = useViewer();
  const held = useStore();
  const owner = viewer?.id ?? '';
  const picks = viewer === undefined ? [] : picksOf(held, owner);
  const put = (next: Pick[]) => held.put({ owner, picks: next });
  return {
    picks,
    isFull: picks.length >= MOST,
    toggle: (pick) => put(toggled(picks, pick)),
    clear: () => put([]),
  };
}

/** The page that shows these projects side by side. */
export function compareHref(ids: readonly string[]): string {
  return `/investor/compare?ids=${ids.join(',')}`;
}
