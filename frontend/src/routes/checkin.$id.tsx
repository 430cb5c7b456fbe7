import { createFileRoute } from '@tanstack/react-router';
import { CheckinPage } from '@/features/checkin/CheckinPage';

export const Route = createFileRoute('/checkin/$id')({
  staticData: { isBare: true },
  component: CheckinPage,
});
