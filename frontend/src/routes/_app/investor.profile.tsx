import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { ThesesPage } from '@/features/thesis/ThesesPage';
import { validateThesisSearch } from '@/features/thesis/values';

export const Route = createFileRoute('/_app/investor/profile')({
  validateSearch: validateThesisSearch,
  beforeLoad: requireSignIn,
  component: ThesesPage,
});
