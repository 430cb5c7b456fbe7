import { createFileRoute, notFound } from '@tanstack/react-router';
import { isDoc } from '@/features/info/docs';
import { LegalPage } from '@/features/info/LegalPage';

export const Route = createFileRoute('/legal/$doc')({
  beforeLoad: ({ params }) => {
    if (!isDoc(params.doc)) throw notFound();
  },
  component: LegalPage,
});
