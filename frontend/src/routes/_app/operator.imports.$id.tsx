import { createFileRoute } from '@tanstack/react-router';
import { ImportPage } from '@/features/imports/ImportPage';
import { validatePagedSearch } from '@/features/imports/search';

export const Route = createFileRoute('/_app/operator/imports/$id')({
  validateSearch: validatePagedSearch,
  component: ImportPage,
});
