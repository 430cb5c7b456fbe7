import { createFileRoute } from '@tanstack/react-router';
import { OrganizationsPage } from '@/features/organizations/OrganizationsPage';
import { validateOrganizationsSearch } from '@/features/organizations/search';

export const Route = createFileRoute('/_app/organizations/')({
  validateSearch: validateOrganizationsSearch,
  component: OrganizationsPage,
});
