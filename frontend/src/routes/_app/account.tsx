import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { AccountPage } from '@/features/account/AccountPage';

export const Route = createFileRoute('/_app/account')({
  beforeLoad: requireSignIn,
  component: AccountPage,
});
