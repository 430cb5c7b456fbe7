import { Outlet } from '@tanstack/react-router';
import { App } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFallback } from './PageFallback';
import css from './shell.module.css';

// Nobody waits for it: most people compare nothing most of the time.
const CompareTray = lazy(() => import('../compare/CompareTray'));

/** Mounts antd's `App` (messages, dialogs) for the pages that use the whole kit. */
export function ConsoleLayout() {
  // The words nearly every page needs are there before it: coming later, they would hide the page for a moment and take
  // the focus, with what is being typed, from a field.
  useTranslation('cards');
  return (
    <App className={css.console}>
      <Suspense fallback={<PageFallback />}>
        <Outlet />
      </Suspense>
      <Suspense fallback={null}>
        <CompareTray />
      </Suspense>
    </App>
  );
}
