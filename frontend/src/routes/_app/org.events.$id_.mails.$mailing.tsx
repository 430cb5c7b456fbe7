import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { MailPage } from '@/features/guests/MailPage';

export const Route = createFileRoute('/_app/org/events/$id_/mails/$mailing')({
  beforeLoad: requireSignIn,
  component: MailPage,
});
