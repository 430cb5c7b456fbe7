import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './states.module.css';

interface EmptyStateProps {
  title?: string;
  text?: ReactNode;
  /** The one thing to do about it. */
  action?: ReactNode;
  heading?: 'h1' | 'h2' | 'h3';
}

/** A quiet lake: there is nothing here, and this is what one can do. */
export function EmptyState({ title, text, action, heading: Heading = 'h2' }: EmptyStateProps) {
  const { t } = useTranslation();
  return (
    <div className={css.state}>
      <svg aria-hidden="true" width="112" height="72" viewBox="0 0 112 72" fill="none" strokeLinecap="round">
        <circle cx="56" cy="30" r="15" fill="var(--honey-bright)" opacity=".85" />
        <path d="M8 44c12-8 24-8 36 0s24 8 36 0 18-7 24-3" stroke="var(--primary)" strokeWidth="3" />
        <path
          d="M20 56c10-6 20-6 30 0s20 6 30 0 12-4 15-2"
          stroke="var(--primary)"
          strokeWidth="3"
          opacity=".5"
        />
        <path d="M34 67c8-4 16-4 24 0s14 3 20 0" stroke="var(--primary)" strokeWidth="3" opacity=".25" />
      </svg>
      <Heading>{title ?? t('state.empty_title')}</Heading>
      {text ? <p>{text}</p> : null}
      {action}
    </div>
  );
}
