import { createFileRoute } from '@tanstack/react-router';
import { CoveragePage } from '@/features/coverage/CoveragePage';
import { validateCoverageSearch } from '@/features/coverage/coverage';

export const Route = createFileRoute('/_app/coverage')({
  validateSearch: validateCoverageSearch,
  component: CoveragePage,
});
