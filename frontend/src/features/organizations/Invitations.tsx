import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Select, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ListInvitationsResponse } from '@/api';
import {
  createInvitationMutation,
  listInvitationsOptions,
  revokeInvitationMutation,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Time } from '@/shared/Time';
import css from './organizations.module.css';
import type { Organization } from './search';

type Values = { role: 'admin' | 'member' | 'reader'; note?: string };

interface OfOrganization {
  path: { organization_id: string };
}

/** Makes a link and shows it, this once. */
function Invite({ path }: OfOrganization) {
  const { t } = useTranslation('organizations');
  const [form] = Form.useForm<Values>();
  const { onSuccess } = useTold()('');
  const create = useMutation({ ...createInvitationMutation(), onSuccess });
  return (
    <>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ role: 'member' }}
        onFinish={(body) => create.mutate({ path, body })}
      >
        <FormErrors form={form} error={create.error} />
        <div className={css.grid}>
          <Form.Item name="role" label={t('member.role')}>
            <Select
              options={(['admin', 'member', 'reader'] as const).map((value) => ({
                value,
                label: t(`role.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item name="note" label={t('invite.note')}>
            <Input maxLength={200} />
          </Form.Item>
        </div>
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t('invite.make')}
        </Button>
      </Form>
      {create.data ? (
        <Alert
          type="success"
          className={css.notice ?? ''}
          title={t('invite.once')}
          description={
            <Typography.Text copyable className={css.link ?? ''}>
              {create.data.link}
            </Typography.Text>
          }
        />
      ) : null}
    </>
  );
}

function InvitationRow({
  invitation,
  path,
}: OfOrganization & { invitation: ListInvitationsResponse[number] }) {
  const { t } = useTranslation('organizations');
  const confirm = useConfirm();
  const revoke = useMutation({ ...revokeInvitationMutation(), ...useTold()(t('invite.revoked')) });
  return (
    <li className={css.row}>
      <div className={css.grow}>
        <strong>{t(`role.${invitation.role}`)}</strong> {invitation.note}
        <p>
          {t(`invite.state.${invitation.state}`)} · {t('invite.by', { name: invitation.invited_by })} ·{' '}
          <Time value={invitation.expires_at} as="date" />
        </p>
      </div>
      {invitation.allowed_actions.includes('revoke_invitation') ? (
        <Button
          onClick={() =>
            confirm({
              title: t('invite.revoke_ask'),
              ok: t('invite.revoke'),
              act: () => revoke.mutateAsync({ path: { ...path, invitation_id: invitation.id } }),
            })
          }
        >
          {t('invite.revoke')}
        </Button>
      ) : null}
    </li>
  );
}

/** Invitations by link. A link is shown once, when it is made. */
export function Invitations({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const path = { organization_id: organization.id };
  const list = useQuery(listInvitationsOptions({ path }));
  return (
    <section className={css.panel} aria-label={t('invite.title')}>
      <h2>{t('invite.title')}</h2>
      <Invite path={path} />
      <ul className={css.rows}>
        {list.data?.map((one) => (
          <InvitationRow key={one.id} invitation={one} path={path} />
        ))}
      </ul>
    </section>
  );
}
