import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { RequestsPage } from '@/features/money/RequestsPage';
import { validateRequestsSearch } from '@/features/money/search';

export const Route = createFileRoute('/_app/org/orders_/requests')({
  validateSearch: validateRequestsSearch,
  beforeLoad: requireSignIn,
  component: RequestsPage,
});
