import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  acceptOwnershipMutation,
  cancelOwnershipMutation,
  declineOwnershipMutation,
  getOwnershipTransferOptions,
  leaveOrganizationMutation,
  listMembersOptions,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { refreshViewer } from '@/app/viewer';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Invitations } from './Invitations';
import { MemberRow } from './MemberRow';
import css from './organizations.module.css';
import type { Organization } from './search';

function Transfer({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const told = useTold();
  const path = { organization_id: organization.id };
  const { data } = useQuery({ ...getOwnershipTransferOptions({ path }), retry: false });
  const accept = useMutation({ ...acceptOwnershipMutation(), ...told(t('ownership.accepted')) });
  const decline = useMutation({ ...declineOwnershipMutation(), ...told(t('ownership.declined')) });
  const cancel = useMutation({ ...cancelOwnershipMutation(), ...told(t('ownership.canceled')) });
  const transfer = data?.transfer;
  if (transfer?.state !== 'open') return null;
  const may = (name: string) => transfer.allowed_actions.includes(name);
  return (
    <Alert
      type="info"
      className={css.notice ?? ''}
      title={t('ownership.open', { from: transfer.from_person, to: transfer.to_person })}
      description={
        <div className={css.acts}>
          {may('accept_ownership') ? (
            <Button onClick={() => accept.mutate({ path })}>{t('ownership.accept')}</Button>
          ) : null}
          {may('decline_ownership') ? (
            <Button onClick={() => decline.mutate({ path })}>{t('ownership.decline')}</Button>
          ) : null}
          {may('cancel_ownership') ? (
            <Button onClick={() => cancel.mutate({ path })}>{t('ownership.cancel')}</Button>
          ) : null}
        </div>
      }
    />
  );
}

/** Who belongs here with which role, who is invited, and the way out. */
export function MembersTab({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const confirm = useConfirm();
  const { onError } = useTold()('');
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const path = { organization_id: organization.id };
  const members = useQuery(listMembersOptions({ path }));
  const leave = useMutation({
    ...leaveOrganizationMutation(),
    onError,
    onSuccess: async () => {
      await navigate({ href: '/organizations' });
      await refreshViewer(queryClient);
    },
  });
  const may = (name: string) => organization.allowed_actions.includes(name);
  if (members.isPending) return <LoadingState height={280} />;
  if (members.isError) return <ErrorState error={members.error} onRetry={() => void members.refetch()} />;
  return (
    <>
      <Transfer organization={organization} />
      <ul className={css.rows}>
        {members.data.map((member) => (
          <MemberRow key={member.id} member={member} organization={organization} />
        ))}
      </ul>
      {may('invite') ? <Invitations organization={organization} /> : null}
      {may('leave') ? (
        <Button
          danger
          type="text"
          onClick={() =>
            confirm({
              title: t('leave.ask', { name: organization.display_name }),
              text: t('leave.text'),
              ok: t('leave.ok'),
              act: () => leave.mutateAsync({ path }),
            })
          }
        >
          {t('leave.ok')}
        </Button>
      ) : null}
    </>
  );
}
