import { useCallback, useSyncExternalStore } from 'react';

const TICK_MS = 50;

/** What `read` says, looked at twenty times a second while `isTicking`; drawn again only when it says something else. */
export function useTicking<T extends string | number | boolean>(read: () => T, isTicking: boolean): T {
  const subscribe = useCallback(
    (onChange: () => void) => {
      if (!isTicking) return () => undefined;
      const timer = setInterval(onChange, TICK_MS);
      return () => clearInterval(timer);
    },
    [isTicking],
  );
  return useSyncExternalStore(subscribe, read);
}
