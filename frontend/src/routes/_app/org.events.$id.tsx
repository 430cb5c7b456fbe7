import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { DeskEventPage } from '@/features/events/DeskEventPage';
import { validateDeskEventSearch } from '@/features/events/search';

export const Route = createFileRoute('/_app/org/events/$id')({
  validateSearch: validateDeskEventSearch,
  beforeLoad: requireSignIn,
  component: DeskEventPage,
});
