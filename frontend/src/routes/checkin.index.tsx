import { createFileRoute } from '@tanstack/react-router';
import { DoorsPage } from '@/features/checkin/DoorsPage';

export const Route = createFileRoute('/checkin/')({ staticData: { isBare: true }, component: DoorsPage });
