import { createFileRoute } from '@tanstack/react-router';
import { requireRole } from '@/app/guard';
import { PitchesPage } from '@/features/pitch/PitchesPage';

export const Route = createFileRoute('/_app/startup/pitch/')({
  beforeLoad: requireRole('startup'),
  component: PitchesPage,
});
