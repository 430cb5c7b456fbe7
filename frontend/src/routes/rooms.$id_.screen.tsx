import { createFileRoute } from '@tanstack/react-router';
import { ScreenPage } from '@/features/live/ScreenPage';

export const Route = createFileRoute('/rooms/$id_/screen')({
  staticData: { isBare: true },
  component: ScreenPage,
});
