import { createFileRoute } from '@tanstack/react-router';
import { TransferPage } from '@/features/events/holding/TransferPage';

export const Route = createFileRoute('/transfers/$secret')({ component: TransferPage });
