import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { ImportPage } from '@/features/guests/import/ImportPage';

export const Route = createFileRoute('/_app/org/events/$id_/import')({
  beforeLoad: requireSignIn,
  component: ImportPage,
});
