import { createFileRoute } from '@tanstack/react-router';
import { EventsPage } from '@/features/events/EventsPage';
import { validateEventsSearch } from '@/features/events/search';

export const Route = createFileRoute('/_app/events/')({
  validateSearch: validateEventsSearch,
  component: EventsPage,
});
