import { createFileRoute } from '@tanstack/react-router';
import { requireRole } from '@/app/guard';
import { StartupHomePage } from '@/features/pitch/StartupHomePage';

export const Route = createFileRoute('/_app/startup/')({
  beforeLoad: requireRole('startup'),
  component: StartupHomePage,
});
