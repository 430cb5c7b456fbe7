import { createFileRoute } from '@tanstack/react-router';
import { requireRole } from '@/app/guard';
import { validateWizardSearch } from '@/features/pitch/search';
import { WizardPage } from '@/features/pitch/WizardPage';

export const Route = createFileRoute('/_app/startup/pitch/$id')({
  validateSearch: validateWizardSearch,
  beforeLoad: requireRole('startup'),
  component: WizardPage,
});
