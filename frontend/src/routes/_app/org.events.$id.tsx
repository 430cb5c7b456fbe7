import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { DeskEventPage } from '@/features/events/DeskEventPage';

export const Route = createFileRoute('/_app/org/events/$id')({
  beforeLoad: requireSignIn,
  component: DeskEventPage,
});
