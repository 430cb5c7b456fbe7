import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { configureClient } from './app/http';
import { startI18n } from './app/i18n';
import { Providers } from './app/Providers';
import { PageFallback } from './app/shell/PageFallback';
import { queryClient, router } from './router';

configureClient();
start();

function start(): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  void startI18n().then(() =>
    createRoot(root).render(
      <StrictMode>
        <Providers queryClient={queryClient}>
          <Suspense fallback={<PageFallback />}>
            <RouterProvider router={router} />
          </Suspense>
        </Providers>
      </StrictMode>,
    ),
  );
}
