import type { ReactNode } from 'react';
import cards from '../cards/cards.module.css';
import { OrganizationMark } from '../cards/OrganizationMark';
import { usePageTitle } from '../usePageTitle';
import css from './detail.module.css';

interface DetailHeadProps {
  name: string;
  logoUrl: string | null;
  /** Where this page hangs. */
  crumbs: ReactNode;
  line: string;
  badges: ReactNode;
  actions: ReactNode;
}

/** The head of a page about one organization or its project; also names the window. */
export function DetailHead({ name, logoUrl, crumbs, line, badges, actions }: DetailHeadProps) {
  usePageTitle(name);
  return (
    <header className={css.head}>
      <OrganizationMark name={name} logoUrl={logoUrl} size={64} />
      <div className={css.headText}>
        <p className={css.crumbs}>{crumbs}</p>
        <h1>{name}</h1>
        {line ? <p className={css.line}>{line}</p> : null}
        <p className={cards.badges}>{badges}</p>
      </div>
      <div className={css.actions}>{actions}</div>
    </header>
  );
}
