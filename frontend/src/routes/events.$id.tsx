import { createFileRoute } from '@tanstack/react-router';
import { EventPage } from '@/features/events/EventPage';

export const Route = createFileRoute('/events/$id')({ component: EventPage });
