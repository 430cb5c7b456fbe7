import { createFileRoute } from '@tanstack/react-router';
import { InvestorPage } from '@/features/investors/InvestorPage';

export const Route = createFileRoute('/_app/investors/$id')({ component: InvestorPage });
