import { createFileRoute } from '@tanstack/react-router';
import { HelpPage } from '@/features/info/HelpPage';

export const Route = createFileRoute('/help')({ component: HelpPage });
