import { createRouter } from '@tanstack/react-router';
import { loadMessagesWithPages } from './app/i18n/withPages';
import { createQueryClient } from './app/queryClient';
import { NotFoundPage } from './app/shell/NotFoundPage';
import { PageFallback } from './app/shell/PageFallback';
import { RouteErrorPage } from './app/shell/RouteErrorPage';
import { routeTree } from './routeTree.gen';

export const queryClient = createQueryClient();

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: PageFallback,
  defaultPendingMs: 150,
  defaultErrorComponent: RouteErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

loadMessagesWithPages(Object.entries(router.routesById));

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
