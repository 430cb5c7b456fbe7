import { createFileRoute } from '@tanstack/react-router';
import { requireRole } from '@/app/guard';
import { StartupMatchesPage } from '@/features/matching/StartupMatchesPage';
import { validateMatchSearch } from '@/features/matching/search';

export const Route = createFileRoute('/_app/startup/matches')({
  validateSearch: validateMatchSearch,
  beforeLoad: requireRole('startup'),
  component: StartupMatchesPage,
});
