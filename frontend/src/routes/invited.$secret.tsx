import { createFileRoute } from '@tanstack/react-router';
import { InvitedPage } from '@/features/events/closed/InvitedPage';

export const Route = createFileRoute('/invited/$secret')({ component: InvitedPage });
