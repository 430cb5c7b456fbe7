import { type ReactNode, Suspense } from 'react';
import { LoadingState } from '../states/LoadingState';
import css from './detail.module.css';

interface PanelProps {
  /** Names the part in the address. */
  id: string;
  title: string;
  /** Beside the title. */
  note?: ReactNode;
  children: ReactNode;
}

/** One part of a page about one thing, with its heading. */
export function Panel({ id, title, note, children }: PanelProps) {
  return (
    <section className={css.panel} aria-labelledby={id}>
      <div className={css.panelHead}>
        <h2 id={id}>{title}</h2>
        {note}
      </div>
      {/* What a part still needs, such as its words, keeps the others in sight. */}
      <Suspense fallback={<LoadingState />}>{children}</Suspense>
    </section>
  );
}
