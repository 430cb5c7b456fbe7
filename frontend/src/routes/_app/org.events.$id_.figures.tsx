import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { FiguresPage } from '@/features/guests/FiguresPage';

export const Route = createFileRoute('/_app/org/events/$id_/figures')({
  beforeLoad: requireSignIn,
  component: FiguresPage,
});
