import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { TermsPage } from '@/features/money/TermsPage';

export const Route = createFileRoute('/_app/org/orders_/terms')({
  beforeLoad: requireSignIn,
  component: TermsPage,
});
