import { createFileRoute } from '@tanstack/react-router';
import { QueuePage } from '@/features/operator/QueuePage';
import { validateQueueSearch } from '@/features/operator/search';

export const Route = createFileRoute('/_app/operator/')({
  validateSearch: validateQueueSearch,
  component: QueuePage,
});
