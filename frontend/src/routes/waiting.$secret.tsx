import { createFileRoute } from '@tanstack/react-router';
import { WaitingPage } from '@/features/events/waiting/WaitingPage';

export const Route = createFileRoute('/waiting/$secret')({ component: WaitingPage });
