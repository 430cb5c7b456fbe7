import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DoorState } from './doorState';
import { Doorkeeper } from './keeper';
import { openStore, sweep } from './store';

/** While the net is there, and while it is away. */
const EVERY = { online: 15_000, offline: 4_000 };
const NOTHING = createStore<DoorState | null>(() => null);

/** The door of an event on this phone, kept in step for as long as the page is open. */
export function useDoor(event: string): {
  keeper: Doorkeeper | null;
  state: DoorState | null;
  isUnkeepable: boolean;
} {
  const [keeper, setKeeper] = useState<Doorkeeper | null>(null);
  const [isUnkeepable, setUnkeepable] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let left = false;
    let kept: Doorkeeper | null = null;
    const again = async () => {
      await kept?.sync();
      const link = kept?.state.getState().link;
      if (!left) timer = setTimeout(again, EVERY[link === 'online' ? 'online' : 'offline']);
    };
    const open = async () => {
      const store = await openStore(undefined, () => window.location.reload());
      await sweep(store, new Date());
      if (left) return store.close();
      kept = new Doorkeeper(store, event);
      setKeeper(kept);
      await kept.start(secretOfAddress());
      timer = setTimeout(again, EVERY.offline);
    };
    const back = () => void kept?.sync();
    window.addEventListener('online', back);
    open().catch(() => setUnkeepable(!left));
    return () => {
      left = true;
      clearTimeout(timer);
      window.removeEventListener('online', back);
    };
  }, [event]);
  return { keeper, state: useStore(keeper?.state ?? NOTHING), isUnkeepable };
}

/** The secret of a link stands behind the hash, which no browser sends; it is taken out of the address at once. */
function secretOfAddress(): string | null {
  const secret = window.location.hash.slice(1);
  if (!secret) return null;
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  return secret;
}
