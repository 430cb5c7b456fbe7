import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { DeskEventPage } from '@/features/events/DeskEventPage';
import { validateLineSearch } from '@/features/events/search';

export const Route = createFileRoute('/_app/org/events/$id')({
  validateSearch: validateLineSearch,
  beforeLoad: requireSignIn,
  component: DeskEventPage,
});
