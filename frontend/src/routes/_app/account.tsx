import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { AccountPage } from '@/features/account/AccountPage';
import { validateAccountSearch } from '@/features/account/search';

export const Route = createFileRoute('/_app/account')({
  validateSearch: validateAccountSearch,
  beforeLoad: requireSignIn,
  component: AccountPage,
});
