import { createFileRoute } from '@tanstack/react-router';
import { TicketPage } from '@/features/events/TicketPage';

export const Route = createFileRoute('/me/tickets/$secret')({
  component: TicketPage,
  // Back from the payment service, whose word may come a moment later than its payer.
  validateSearch: ({ paid }: Record<string, unknown>): { paid?: number } =>
    Number(paid) === 1 ? { paid: 1 } : {},
});
