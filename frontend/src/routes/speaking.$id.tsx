import { createFileRoute } from '@tanstack/react-router';
import { SpeakerPage } from '@/features/live/speaking/SpeakerPage';

export const Route = createFileRoute('/speaking/$id')({
  staticData: { isBare: true },
  component: SpeakerPage,
});
