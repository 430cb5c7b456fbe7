import { useEffect, useState } from 'react';

const placeOf = (event: string) => `xmh:judging:${event}:link`;

/** The secret stands behind the hash, which no browser sends; it is taken out of the address at once and kept on the phone. */
function linkOf(event: string): string {
  const secret = new URLSearchParams(location.hash.slice(1)).get('link') ?? '';
  try {
    if (!secret) return localStorage.getItem(placeOf(event)) ?? '';
    localStorage.setItem(placeOf(event), secret);
  } catch {
    // Private windows keep nothing: the link stays in the address, so that the page can be opened anew.
    return secret;
  }
  history.replaceState(history.state, '', location.pathname + location.search);
  return secret;
}

/** The judge's personal link on this phone; blank without one. */
export function useLink(event: string): string {
  const [secret, setSecret] = useState(() => linkOf(event));
  useEffect(() => {
    // Another link that is opened in the same tab changes nothing but this.
    const onHash = () => setSecret(linkOf(event));
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, [event]);
  return secret;
}
