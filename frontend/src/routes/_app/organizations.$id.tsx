import { createFileRoute } from '@tanstack/react-router';
import { OrganizationPage } from '@/features/organizations/OrganizationPage';
import { validateTab } from '@/features/organizations/search';

export const Route = createFileRoute('/_app/organizations/$id')({
  validateSearch: validateTab,
  component: OrganizationPage,
});
