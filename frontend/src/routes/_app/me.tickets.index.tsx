import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { validateTicketsSearch } from '@/features/events/search';
import { TicketsPage } from '@/features/events/TicketsPage';

export const Route = createFileRoute('/_app/me/tickets/')({
  validateSearch: validateTicketsSearch,
  beforeLoad: requireSignIn,
  component: TicketsPage,
});
