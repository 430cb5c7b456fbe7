import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { GuestsPage } from '@/features/guests/GuestsPage';
import { validateGuestsSearch } from '@/features/guests/search';

export const Route = createFileRoute('/_app/org/events/$id_/guests')({
  validateSearch: validateGuestsSearch,
  beforeLoad: requireSignIn,
  component: GuestsPage,
});
