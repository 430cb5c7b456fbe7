import { createFileRoute } from '@tanstack/react-router';
import { requireRole } from '@/app/guard';
import { InvestorMatchesPage } from '@/features/matching/InvestorMatchesPage';
import { validateMatchSearch } from '@/features/matching/search';

export const Route = createFileRoute('/_app/investor/matches')({
  validateSearch: validateMatchSearch,
  beforeLoad: requireRole('investor'),
  component: InvestorMatchesPage,
});
