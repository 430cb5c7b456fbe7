import css from './cards/cards.module.css';

interface StateBadgeProps {
  label: string;
  tone?: 'ok' | 'plain' | 'attention';
}

const TONE = { ok: css.verified, plain: css.reference, attention: css.demo };

/** One state in a word. The tone only repeats what the word says. */
export function StateBadge({ label, tone = 'plain' }: StateBadgeProps) {
  return <span className={`${css.badge} ${TONE[tone]}`}>{label}</span>;
}
