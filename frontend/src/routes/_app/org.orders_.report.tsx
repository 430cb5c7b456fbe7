import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { ReportPage } from '@/features/money/ReportPage';
import { validateReportSearch } from '@/features/money/search';

export const Route = createFileRoute('/_app/org/orders_/report')({
  validateSearch: validateReportSearch,
  beforeLoad: requireSignIn,
  component: ReportPage,
});
