import { Button } from 'antd';
import { type CSSProperties, type KeyboardEvent, type TouchEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../states/EmptyState';
import css from './deck.module.css';
import { keyTarget, swipeTarget } from './paging';

export interface DeckPage {
  /** Signed address of the page's image; it expires. */
  url: string;
  width?: number;
  height?: number;
}

interface DeckViewerProps {
  pages: readonly DeckPage[];
  /** The worker is still making the images. */
  rendering?: boolean;
  /** An image could not be loaded, most likely because its address expired: read the addresses again. */
  onExpired?: () => void;
  /** Which page is looked at, from 0, for the record of who read what. */
  onView?: (index: number) => void;
}

/** Which page is shown, and the keys and swipes that turn pages. */
function useTurning(total: number) {
  const [chosen, setChosen] = useState(0);
  const startX = useRef<number | null>(null);
  const index = Math.min(chosen, Math.max(0, total - 1));
  return {
    index,
    turn: setChosen,
    gestures: {
      onKeyDown: (event: KeyboardEvent) => {
        const target = keyTarget(event.key, index, total);
        if (target === null) return;
        event.preventDefault();
        setChosen(target);
      },
      onTouchStart: (event: TouchEvent) => {
        startX.current = event.touches.length === 1 ? (event.touches[0]?.clientX ?? null) : null;
      },
      onTouchEnd: (event: TouchEvent) => {
        const end = event.changedTouches[0]?.clientX;
        if (startX.current !== null && end !== undefined) {
          setChosen(swipeTarget(end - startX.current, index, total));
        }
        startX.current = null;
      },
    },
  };
}

/** Shows a deck page by page as images: arrow keys, Home and End, swipe, and two buttons. */
export function DeckViewer({ pages, rendering, onExpired, onView }: DeckViewerProps) {
  const { t } = useTranslation();
  const { index, turn, gestures } = useTurning(pages.length);
  const page = pages[index];
  const next = pages[index + 1];

  useEffect(() => {
    if (pages.length > 0) onView?.(index);
  }, [index, pages.length, onView]);

  if (!page) return <EmptyState heading="h3" title={t(rendering ? 'deck.rendering' : 'deck.empty')} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys turn the pages of the focused deck
    <section className={css.viewer} aria-label={t('deck.label')} tabIndex={0} {...gestures}>
      <PageImage page={page} number={index + 1} onExpired={onExpired} />
      {next ? <link rel="prefetch" as="image" href={next.url} /> : null}
      <div className={css.controls}>
        <Button disabled={index === 0} onClick={() => turn(index - 1)}>
          {t('deck.previous')}
        </Button>
        <span role="status">{t('deck.page', { page: index + 1, total: pages.length })}</span>
        <Button disabled={!next} onClick={() => turn(index + 1)}>
          {t('deck.next')}
        </Button>
      </div>
    </section>
  );
}

interface PageImageProps {
  page: DeckPage;
  number: number;
  onExpired: (() => void) | undefined;
}

function PageImage({ page, number, onExpired }: PageImageProps) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState<string | null>(null);
  const ratio = { '--ratio': (page.height ?? 9) / (page.width ?? 16) } as CSSProperties;
  const fail = () => {
    setFailed(page.url);
    onExpired?.();
  };
  return (
    <div className={css.frame} style={ratio}>
      {failed === page.url ? (
        <p role="alert">{t('deck.failed')}</p>
      ) : (
        <img
          key={page.url}
          src={page.url}
          alt={t('deck.image_alt', { page: number })}
          draggable={false}
          onError={fail}
        />
      )}
    </div>
  );
}
