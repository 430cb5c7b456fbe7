import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { NewOrganizationPage } from '@/features/organizations/NewOrganizationPage';

export const Route = createFileRoute('/_app/organizations/new')({
  beforeLoad: requireSignIn,
  component: NewOrganizationPage,
});
