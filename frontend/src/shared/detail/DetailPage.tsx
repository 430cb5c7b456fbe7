import type { ReactNode } from 'react';
import css from './detail.module.css';

/** A page about one thing: its head, and beside the body what a reader must not miss (above it on phones). */
export function DetailPage({
  head,
  side,
  children,
}: {
  head: ReactNode;
  side: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={`wrap ${css.page}`}>
      {head}
      <div className={css.columns}>
        <div className={css.side}>{side}</div>
        <div className={css.main}>{children}</div>
      </div>
    </div>
  );
}
