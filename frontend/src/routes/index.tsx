import { createFileRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import { HomePage } from '@/features/home/HomePage';

// Without it the page is whole: a part that does not load is left out.
const LiveStrip = lazy(() =>
  import('@/features/live/LiveStrip').then(
    ({ LiveStrip }) => ({ default: LiveStrip }),
    () => ({ default: () => null }),
  ),
);

export const Route = createFileRoute('/')({ component: Home });

function Home() {
  return <HomePage strip={LiveStrip} />;
}
