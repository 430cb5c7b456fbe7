import { useEffect, useRef, useState } from 'react';

/**
 * A picture that is asked for with a header, which an address would give away. `what` names it; it stays until the next one has
 * arrived. Blank: none.
 */
export function usePicture(what: string, ask: () => Promise<unknown>): { address: string; isLost: boolean } {
  const [address, setAddress] = useState('');
  const [isLost, setIsLost] = useState(false);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (!what) return;
    let gone = false;
    const load = async () => {
      const data = await latest.current();
      if (gone) return;
      setIsLost(false);
      setAddress(URL.createObjectURL(data as Blob));
    };
    load().catch(() => setIsLost(!gone));
    return () => {
      gone = true;
    };
  }, [what]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return { address, isLost };
}
