import { createFileRoute } from '@tanstack/react-router';
import { AuditPage } from '@/features/operator/AuditPage';
import { validateAuditSearch } from '@/features/operator/search';

export const Route = createFileRoute('/_app/operator/audit')({
  validateSearch: validateAuditSearch,
  component: AuditPage,
});
