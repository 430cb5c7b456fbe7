import { createFileRoute } from '@tanstack/react-router';
import { ComparePage } from '@/features/compare/ComparePage';
import { validateCompareSearch } from '@/features/compare/search';

export const Route = createFileRoute('/_app/investor/compare')({
  validateSearch: validateCompareSearch,
  component: ComparePage,
});
