import { createFileRoute } from '@tanstack/react-router';
import { requireSignIn } from '@/app/guard';
import { FapiaoPage } from '@/features/money/FapiaoPage';
import { validateFapiaoSearch } from '@/features/money/search';

export const Route = createFileRoute('/_app/org/orders_/fapiao')({
  validateSearch: validateFapiaoSearch,
  beforeLoad: requireSignIn,
  component: FapiaoPage,
});
