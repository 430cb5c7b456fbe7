import { createRouter } from '@tanstack/react-router';
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

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
