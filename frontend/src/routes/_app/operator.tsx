import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { OperatorDesk } from '@/features/operator/OperatorDesk';

export const Route = createFileRoute('/_app/operator')({
  beforeLoad: requireSignIn,
  component: OperatorDesk,
});
