import { createFileRoute } from '@tanstack/react-router';
import { DealsPage } from '@/features/deals/DealsPage';
import { validateDealSearch } from '@/features/deals/search';

export const Route = createFileRoute('/_app/deals/')({
  validateSearch: validateDealSearch,
  component: DealsPage,
});
