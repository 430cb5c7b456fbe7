import { useEffect } from 'react';

/** Keeps the screen on for as long as the page is open and seen, where the browser can. */
export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let left = false;
    const hold = async () => {
      if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return;
      // Refused on a low battery; then the screen sleeps as it always did.
      lock = await navigator.wakeLock.request('screen').catch(() => undefined);
      if (left) void lock?.release();
    };
    void hold();
    // The browser lets go by itself when the page is hidden.
    document.addEventListener('visibilitychange', hold);
    return () => {
      left = true;
      document.removeEventListener('visibilitychange', hold);
      void lock?.release();
    };
  }, []);
}
