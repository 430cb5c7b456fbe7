import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { SavedSearchPage } from '@/features/searches/SavedSearchPage';
import { validatePage } from '@/features/searches/search';

export const Route = createFileRoute('/_app/investor/searches/$id')({
  validateSearch: validatePage,
  beforeLoad: requireSignIn,
  component: SavedSearchPage,
});
