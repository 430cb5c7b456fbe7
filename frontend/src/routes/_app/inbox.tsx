import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { InboxPage } from '@/features/inbox/InboxPage';
import { validateInboxSearch } from '@/features/inbox/search';

export const Route = createFileRoute('/_app/inbox')({
  validateSearch: validateInboxSearch,
  beforeLoad: requireSignIn,
  component: InboxPage,
});
