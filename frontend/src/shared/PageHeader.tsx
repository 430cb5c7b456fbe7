import type { ReactNode } from 'react';
import css from './shared.module.css';
import { usePageTitle } from './usePageTitle';

interface PageHeaderProps {
  title: string;
  subtitle?: ReactNode;
  /** Above the title: where this page hangs, usually one link. */
  eyebrow?: ReactNode;
  /** The page's one primary button, and quieter ones beside it. */
  actions?: ReactNode;
}

/** The head of a page with its only h1; also names the window. */
export function PageHeader({ title, subtitle, eyebrow, actions }: PageHeaderProps) {
  usePageTitle(title);
  return (
    <div className={css.pageHeader}>
      <div className={css.pageTitles}>
        {eyebrow ? <p className={css.eyebrow}>{eyebrow}</p> : null}
        <h1>{title}</h1>
        {subtitle ? <p className={css.subtitle}>{subtitle}</p> : null}
      </div>
      {actions ? <div className={css.pageActions}>{actions}</div> : null}
    </div>
  );
}
