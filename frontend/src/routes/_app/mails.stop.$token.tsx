import { createFileRoute } from '@tanstack/react-router';
import { StopMailsPage } from '@/features/guests/StopMailsPage';

export const Route = createFileRoute('/_app/mails/stop/$token')({ component: StopMailsPage });
