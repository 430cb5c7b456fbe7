import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { createOrganizationMutation } from '@/api/@tanstack/react-query.gen';
import { refreshViewer } from '@/app/viewer';
import { PageHeader } from '@/shared/PageHeader';
import { OrganizationForm } from './OrganizationForm';

/** Four fields make an organization; its profile and its proof come next. */
export function NewOrganizationPage() {
  const { t } = useTranslation('organizations');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const create = useMutation({
    ...createOrganizationMutation(),
    onSuccess: async ({ id }) => {
      await refreshViewer(queryClient);
      await navigate({ href: `/organizations/${id}?tab=edit` });
    },
  });
  return (
    <div className="wrap">
      <PageHeader title={t('new.title')} subtitle={t('new.subtitle')} />
      <OrganizationForm
        fresh
        initial={{}}
        busy={create.isPending}
        error={create.error}
        onSave={(body) => create.mutate({ body })}
      />
    </div>
  );
}
