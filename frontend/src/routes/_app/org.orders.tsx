import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { OrdersPage } from '@/features/money/OrdersPage';
import { validateOrdersSearch } from '@/features/money/search';

export const Route = createFileRoute('/_app/org/orders')({
  validateSearch: validateOrdersSearch,
  beforeLoad: requireSignIn,
  component: OrdersPage,
});
