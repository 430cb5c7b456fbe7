import { createFileRoute } from '@tanstack/react-router';
import { requireRole } from '@/app/guard';
import { ReadersPage } from '@/features/pitch/readers/ReadersPage';

export const Route = createFileRoute('/_app/startup/pitch/$id_/readers')({
  beforeLoad: requireRole('startup'),
  component: ReadersPage,
});
