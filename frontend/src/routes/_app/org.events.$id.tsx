import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { DeskEventPage } from '@/features/events/DeskEventPage';
import { validateGuestSearch } from '@/features/events/search';

export const Route = createFileRoute('/_app/org/events/$id')({
  validateSearch: validateGuestSearch,
  beforeLoad: requireSignIn,
  component: DeskEventPage,
});
