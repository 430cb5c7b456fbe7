import { createFileRoute } from '@tanstack/react-router';
import { requireRole } from '@/app/guard';
import { PitchesPage } from '@/features/pitch/PitchesPage';
import { validatePitchesSearch } from '@/features/pitch/search';

export const Route = createFileRoute('/_app/startup/pitch/')({
  validateSearch: validatePitchesSearch,
  beforeLoad: requireRole('startup'),
  component: PitchesPage,
});
