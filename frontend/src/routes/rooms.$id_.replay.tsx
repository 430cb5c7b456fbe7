import { createFileRoute } from '@tanstack/react-router';
import { ReplayPage } from '@/features/live/replay/ReplayPage';

export const Route = createFileRoute('/rooms/$id_/replay')({
  staticData: { isBare: true },
  component: ReplayPage,
});
