import { createFileRoute } from '@tanstack/react-router';
import { InvestorsPage } from '@/features/investors/InvestorsPage';
import { validateInvestorSearch } from '@/features/investors/search';

export const Route = createFileRoute('/_app/investors/')({
  validateSearch: validateInvestorSearch,
  component: InvestorsPage,
});
