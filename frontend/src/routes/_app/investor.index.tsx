import { createFileRoute } from '@tanstack/react-router';
import { requireRole } from '@/app/guard';
import { InvestorHomePage } from '@/features/matching/InvestorHomePage';

export const Route = createFileRoute('/_app/investor/')({
  beforeLoad: requireRole('investor'),
  component: InvestorHomePage,
});
