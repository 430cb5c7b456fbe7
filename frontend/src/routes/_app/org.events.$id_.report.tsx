import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { ReportPage } from '@/features/guests/ReportPage';

export const Route = createFileRoute('/_app/org/events/$id_/report')({
  beforeLoad: requireSignIn,
  component: ReportPage,
});
