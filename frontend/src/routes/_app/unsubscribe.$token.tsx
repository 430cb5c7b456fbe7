import { createFileRoute } from '@tanstack/react-router';
import { UnsubscribePage } from '@/features/inbox/UnsubscribePage';

export const Route = createFileRoute('/_app/unsubscribe/$token')({ component: UnsubscribePage });
