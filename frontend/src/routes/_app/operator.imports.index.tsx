import { createFileRoute } from '@tanstack/react-router';
import { ImportsPage } from '@/features/imports/ImportsPage';
import { validateImportsSearch } from '@/features/imports/search';

export const Route = createFileRoute('/_app/operator/imports/')({
  validateSearch: validateImportsSearch,
  component: ImportsPage,
});
