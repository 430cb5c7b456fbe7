import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { validateVouchersSearch } from '@/features/events/search';
import { VouchersPage } from '@/features/events/VouchersPage';

export const Route = createFileRoute('/_app/org/events/$id_/vouchers')({
  validateSearch: validateVouchersSearch,
  beforeLoad: requireSignIn,
  component: VouchersPage,
});
