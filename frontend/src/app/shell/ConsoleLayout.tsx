import { Outlet } from '@tanstack/react-router';
import { App } from 'antd';
import { Suspense } from 'react';
import { PageFallback } from './PageFallback';
import css from './shell.module.css';

/** Mounts antd's `App` (messages, dialogs) for the pages that use the whole kit. */
export function ConsoleLayout() {
  return (
    <App className={css.console}>
      <Suspense fallback={<PageFallback />}>
        <Outlet />
      </Suspense>
    </App>
  );
}
