import { createFileRoute } from '@tanstack/react-router';
import { JudgingPage } from '@/features/judging/JudgingPage';

export const Route = createFileRoute('/judging/$id')({
  staticData: { isBare: true },
  component: JudgingPage,
});
