import { createFileRoute } from '@tanstack/react-router';
import { PaidPage } from '@/features/events/PaidPage';

export const Route = createFileRoute('/pay/$code')({
  component: PaidPage,
  validateSearch: ({ paid }: Record<string, unknown>): { paid?: number } =>
    Number(paid) === 1 ? { paid: 1 } : {},
});
