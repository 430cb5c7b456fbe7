import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './live.module.css';
import { pageAddress } from './room';

interface DeckPageProps {
  event: string;
  item: string;
  page: number;
  pages: number;
  className?: string | undefined;
  /** Have the page after it ready too; only the host's people may. */
  ahead?: boolean;
}

const TRIES = 3;

/**
 * One page of the deck on stage. A page stays until the next one has arrived, and the picture that loads is the picture that
 * shows: nothing of a deck is kept by the browser. Give it the line as its key: the page of another deck must not stay.
 */
export function DeckPage({ event, item, page, pages, className = '', ahead = false }: DeckPageProps) {
  const { t } = useTranslation('live');
  const address = pageAddress(event, item, page);
  const next = ahead && page < pages ? pageAddress(event, item, page + 1) : null;
  const { state, told } = useArrivals();
  const isThere = state(address) === 'there';
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    if (isThere) setShown(address);
  }, [isThere, address]);
  const visible = isThere ? address : shown;
  const isLost = state(address) === 'lost';
  const wanted = [...new Set([visible, address, next])].filter((one) => one !== null);
  return (
    <div className={`${css.deck} ${className}`} data-page={page}>
      {wanted.map((one) => (
        <Picture
          key={one}
          address={one}
          alt={one === visible && !isLost ? t('deck.page', { page, pages }) : null}
          told={told}
        />
      ))}
      {isLost ? <p className={css.lost}>{t('deck.lost')}</p> : null}
    </div>
  );
}

type Arrival = 'there' | 'lost';

function useArrivals() {
  const [arrivals, setArrivals] = useState<Record<string, Arrival>>({});
  return {
    state: (address: string) => arrivals[address],
    told: (address: string, arrival: Arrival) => setArrivals((before) => ({ ...before, [address]: arrival })),
  };
}

interface PictureProps {
  address: string;
  /** Null while it only waits. */
  alt: string | null;
  told: (address: string, arrival: Arrival) => void;
}

/** A picture that tries again: a room full of phones asks for a new page in the same second. */
function Picture({ address, alt, told }: PictureProps) {
  const [attempt, setAttempt] = useState(1);
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    if (!hasFailed) return;
    const again = setTimeout(() => {
      setHasFailed(false);
      setAttempt((before) => before + 1);
    }, attempt * 1_000);
    return () => clearTimeout(again);
  }, [hasFailed, attempt]);
  return (
    <img
      key={attempt}
      src={address}
      alt={alt ?? ''}
      data-waits={alt === null ? '' : undefined}
      onLoad={() => told(address, 'there')}
      onError={() => (attempt < TRIES ? setHasFailed(true) : told(address, 'lost'))}
    />
  );
}
