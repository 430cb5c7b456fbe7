import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { DeskPage } from '@/features/events/DeskPage';
import { validateDeskSearch } from '@/features/events/search';

export const Route = createFileRoute('/_app/org/')({
  validateSearch: validateDeskSearch,
  beforeLoad: requireSignIn,
  component: DeskPage,
});
