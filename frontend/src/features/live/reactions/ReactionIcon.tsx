import type { ReactionKind } from '@/api';
import css from './reactions.module.css';

/** Drawn, because the browser of a hall's wall may have no letters for such signs. */
const SHAPES: Record<ReactionKind, string> = {
  clap: 'M8 13V7a1.2 1.2 0 0 1 2.4 0v4h.4V4.8a1.2 1.2 0 0 1 2.4 0V11h.4V6a1.2 1.2 0 0 1 2.4 0v5.6h.4V9a1.2 1.2 0 0 1 2.4 0v6.2A5.8 5.8 0 0 1 13 21c-2.2 0-3.8-1-4.9-2.8L4.7 13a1.3 1.3 0 0 1 2.1-1.5L8 13Z',
  heart: 'M12 20.5S4 15.6 4 9.9A4.4 4.4 0 0 1 12 7.4a4.4 4.4 0 0 1 8 2.5c0 5.7-8 10.6-8 10.6Z',
  fire: 'M12.4 2.5c.5 3.6 5.4 5.6 5.4 11a5.8 5.8 0 0 1-11.6 0c0-2.6 1.3-4.2 2.5-5.6.3 1.6 1 2.4 1.9 2.7-.3-2.9.1-5.8 1.8-8.1Z',
  idea: 'M12 3a6 6 0 0 0-3.6 10.8c.7.5 1.1 1.2 1.1 2v.7h5v-.7c0-.8.4-1.5 1.1-2A6 6 0 0 0 12 3Zm-2.3 15h4.6v1.2H9.7Zm.9 2.2h2.8v1h-2.8Z',
};

export function ReactionIcon({ kind }: { kind: ReactionKind }) {
  return (
    <svg className={css.icon} data-kind={kind} viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[kind]} />
    </svg>
  );
}
