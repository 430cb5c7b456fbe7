import { createFileRoute } from '@tanstack/react-router';
import { HelpingPage } from '@/features/events/hosting/HelpingPage';

export const Route = createFileRoute('/_app/helping/$secret')({ component: HelpingPage });
