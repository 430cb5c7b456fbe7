import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { NewEventPage } from '@/features/events/NewEventPage';

export const Route = createFileRoute('/_app/org/events/new')({
  beforeLoad: requireSignIn,
  component: NewEventPage,
});
