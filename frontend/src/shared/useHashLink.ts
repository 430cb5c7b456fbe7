import { useEffect, useState } from 'react';

/** The secret stands behind the hash, which no browser sends; it is taken out of the address at once and kept on the phone. */
function linkOf(place: string): string {
  const secret = new URLSearchParams(location.hash.slice(1)).get('link') ?? '';
  try {
    if (!secret) return localStorage.getItem(place) ?? '';
    localStorage.setItem(place, secret);
  } catch {
    // Private windows keep nothing: the link stays in the address, so that the page can be opened anew.
    return secret;
  }
  history.replaceState(history.state, '', location.pathname + location.search);
  return secret;
}

/** A personal link on this phone, kept at `place`; blank without one. */
export function useHashLink(place: string): string {
  const [secret, setSecret] = useState(() => linkOf(place));
  useEffect(() => {
    // Another link that is opened in the same tab changes nothing but this.
    const onHash = () => setSecret(linkOf(place));
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, [place]);
  return secret;
}
