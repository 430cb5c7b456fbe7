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

/** Shows a deck page by page as images: arrow keys, Home and End, swipe, and two buttons. */
export function DeckViewer({ pages, rendering, onExpired, onView }: DeckViewerProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(0);
  const [failed, setFailed] = useState<string | null>(null);
  const startX = useRef<number | null>(null);
  const index = Math.min(chosen, Math.max(0, pages.length - 1));
  const page = pages[index];

  useEffect(() => {
    if (pages.length > 0) onView?.(index);
  }, [index, pages.length, onView]);

  if (!page) return <EmptyState heading="h3" title={t(rendering ? 'deck.rendering' : 'deck.empty')} />;
  const next = pages[index + 1];
  const onKeyDown = (event: KeyboardEvent) => {
    const target = keyTarget(event.key, index, pages.length);
    if (target === null) return;
    event.preventDefault();
    setChosen(target);
  };
  const onTouchEnd = (event: TouchEvent) => {
    const end = event.changedTouches[0]?.clientX;
    if (startX.current !== null && end !== undefined) {
      setChosen(swipeTarget(end - startX.current, index, pages.length));
    }
    startX.current = null;
  };
  return (
    <section
      className={css.viewer}
      aria-label={t('deck.label')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys turn the pages of the focused deck
      tabIndex={0}
      onKeyDown={onKeyDown}
      onTouchStart={(event) => {
        startX.current = event.touches.length === 1 ? (event.touches[0]?.clientX ?? null) : null;
      }}
      onTouchEnd={onTouchEnd}
    >
      <div
        className={css.frame}
        style={{ '--ratio': (page.height ?? 9) / (page.width ?? 16) } as CSSProperties}
      >
        {failed === page.url ? (
          <p role="alert">{t('deck.failed')}</p>
        ) : (
          <img
            key={page.url}
            src={page.url}
            alt={t('deck.image_alt', { page: index + 1 })}
            draggable={false}
            onError={() => {
              setFailed(page.url);
              onExpired?.();
            }}
          />
        )}
      </div>
      {next ? <link rel="prefetch" as="image" href={next.url} /> : null}
      <div className={css.controls}>
        <Button disabled={index === 0} onClick={() => setChosen(index - 1)}>
          {t('deck.previous')}
        </Button>
        <span role="status">{t('deck.page', { page: index + 1, total: pages.length })}</span>
        <Button disabled={!next} onClick={() => setChosen(index + 1)}>
          {t('deck.next')}
        </Button>
      </div>
    </section>
  );
}
