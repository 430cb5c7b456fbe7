import { type ReactNode, useEffect } from 'react';
import { AppLink } from './AppLink';
import css from './shared.module.css';

/** The page's one primary button. On phones it stays at the bottom above the tabs, and nothing ends up under it. */
export function MainAction({ children }: { children: ReactNode }) {
  useEffect(() => {
    // The room at the end of the page and what scrolling keeps free hang on this mark, see base.css.
    document.documentElement.dataset.mainAction = '';
    return () => {
      delete document.documentElement.dataset.mainAction;
    };
  }, []);
  return <div className={css.mainAction}>{children}</div>;
}

/** The same as a link. */
export function MainLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <MainAction>
      <AppLink className={css.mainLink} href={href}>
        {children}
      </AppLink>
    </MainAction>
  );
}
