import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { MailsPage } from '@/features/guests/MailsPage';
import { validateMailsSearch } from '@/features/guests/search';

export const Route = createFileRoute('/_app/org/events/$id_/mails/')({
  validateSearch: validateMailsSearch,
  beforeLoad: requireSignIn,
  component: MailsPage,
});
