import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { validateTransfersSearch } from '@/features/money/search';
import { TransfersPage } from '@/features/money/TransfersPage';

export const Route = createFileRoute('/_app/org/orders_/transfers')({
  validateSearch: validateTransfersSearch,
  beforeLoad: requireSignIn,
  component: TransfersPage,
});
