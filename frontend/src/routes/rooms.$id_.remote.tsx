import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { RemotePage } from '@/features/live/RemotePage';

export const Route = createFileRoute('/rooms/$id_/remote')({
  staticData: { isBare: true },
  beforeLoad: requireSignIn,
  component: RemotePage,
});
