import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { SearchesPage } from '@/features/searches/SearchesPage';
import { validateSearchesSearch } from '@/features/searches/search';

export const Route = createFileRoute('/_app/investor/searches/')({
  validateSearch: validateSearchesSearch,
  beforeLoad: requireSignIn,
  component: SearchesPage,
});
