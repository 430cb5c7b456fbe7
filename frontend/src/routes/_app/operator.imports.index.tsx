import { createFileRoute } from '@tanstack/react-router';
import { ImportsPage } from '@/features/imports/ImportsPage';
import { validatePagedSearch } from '@/features/imports/search';

export const Route = createFileRoute('/_app/operator/imports/')({
  validateSearch: validatePagedSearch,
  component: ImportsPage,
});
