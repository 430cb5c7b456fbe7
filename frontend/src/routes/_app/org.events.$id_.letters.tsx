import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { LettersPage } from '@/features/guests/LettersPage';

export const Route = createFileRoute('/_app/org/events/$id_/letters')({
  beforeLoad: requireSignIn,
  component: LettersPage,
});
