import { createFileRoute } from '@tanstack/react-router';
import { RankingPage } from '@/features/ranking/RankingPage';

export const Route = createFileRoute('/_app/operator/ranking')({ component: RankingPage });
