import { createFileRoute } from '@tanstack/react-router';
import { TicketPage } from '@/features/events/TicketPage';

export const Route = createFileRoute('/me/tickets/$secret')({ component: TicketPage });
