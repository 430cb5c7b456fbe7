import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pitch, TeamMemberOutput } from '@/api';
import {
  listMembersOptions,
  pitchesRetrieveQueryKey,
  pitchesTeamConfirmCreateMutation,
  pitchesTeamCreateMutation,
  pitchesTeamDestroyMutation,
  pitchesTeamPartialUpdateMutation,
} from '@/api/@tanstack/react-query.gen';
import { useMember } from '@/app/viewer';
import { toApiError } from '@/shared/apiError';
import { FormErrors } from '@/shared/forms/FormErrors';
import css from './pitch.module.css';

function useTold(pitch: Pitch) {
  const { t } = useTranslation('pitch');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const queryKey = pitchesRetrieveQueryKey({ path: { pitch_id: pitch.id } });
  return {
    onSuccess: () => void queryClient.invalidateQueries({ queryKey }),
    onError: (problem: unknown) => void message.error(toApiError(problem).detail || t('save.failed')),
  };
}

/** The people of a pitch: anybody of the team writes them, each confirms only their own role. */
export function TeamPeople({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('pitch');
  const [edited, setEdited] = useState<TeamMemberOutput | 'new' | null>(null);
  const canEdit = pitch.allowed_actions.includes('edit_team');
  return (
    <>
      <ul className={css.rows} aria-label={t('team.people')}>
        {pitch.blocks.team.data?.members.map((member) => (
          <li key={member.id} className={css.member}>
            <div>
              <strong>{member.name}</strong> {member.role}
              <p className={css.quiet}>
                {t(member.role_confirmed_at ? 'team.confirmed' : 'team.unconfirmed')}
              </p>
            </div>
            <div className={css.actions}>
              <ConfirmButton pitch={pitch} member={member} />
              {canEdit ? (
                <>
                  <Button
                    onClick={() => setEdited(member)}
                    aria-label={t('team.edit_of', { name: member.name })}
                  >
                    {t('team.edit')}
                  </Button>
                  <RemoveButton pitch={pitch} member={member} />
                </>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {canEdit ? <Button onClick={() => setEdited('new')}>{t('team.add')}</Button> : null}
      {edited ? (
        <MemberDialog
          pitch={pitch}
          member={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </>
  );
}

interface MemberProps {
  pitch: Pitch;
  member: TeamMemberOutput;
}

/** Only the person themselves says that they hold this role. */
function ConfirmButton({ pitch, member }: MemberProps) {
  const { t } = useTranslation('pitch');
  const me = useMember();
  const confirm = useMutation({ ...pitchesTeamConfirmCreateMutation(), ...useTold(pitch) });
  const { id, has_account, role_confirmed_at, name } = member;
  if (!has_account || role_confirmed_at || name !== me.display_name) return null;
  return (
    <Button
      loading={confirm.isPending}
      onClick={() => confirm.mutate({ path: { pitch_id: pitch.id, member_id: id } })}
    >
      {t('team.confirm')}
    </Button>
  );
}

function RemoveButton({ pitch, member }: MemberProps) {
  const { t } = useTranslation('pitch');
  const { modal } = App.useApp();
  const remove = useMutation({ ...pitchesTeamDestroyMutation(), ...useTold(pitch) });
  const path = { pitch_id: pitch.id, member_id: member.id };
  const ask = () =>
    modal.confirm({
      title: t('team.remove_title', { name: member.name }),
      okText: t('team.remove'),
      cancelText: t('cancel'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync({ path }).catch(() => undefined),
    });
  return (
    <Button danger onClick={ask} aria-label={t('team.remove_of', { name: member.name })}>
      {t('team.remove')}
    </Button>
  );
}

interface MemberDialogProps {
  pitch: Pitch;
  member: TeamMemberOutput | null;
  onClose: () => void;
}

function MemberDialog({ pitch, member, onClose }: MemberDialogProps) {
  const { t } = useTranslation('pitch');
  const [form] = Form.useForm();
  const { onSuccess } = useTold(pitch);
  const done = () => {
    onSuccess();
    onClose();
  };
  const people = useQuery(listMembersOptions({ path: { organization_id: pitch.organization.id } }));
  const add = useMutation({ ...pitchesTeamCreateMutation(), onSuccess: done });
  const update = useMutation({ ...pitchesTeamPartialUpdateMutation(), onSuccess: done });
  const send = (body: { name: string; role: string; background?: string; person?: string }) => {
    const path = { pitch_id: pitch.id };
    if (member) update.mutate({ path: { ...path, member_id: member.id }, body });
    else add.mutate({ path, body });
  };
  const needed = [{ required: true, message: t('needed') }];
  const options = (people.data ?? []).map(({ person_id, display_name }) => ({
    value: person_id,
    label: display_name,
  }));
  return (
    <Modal
      open
      title={t(member ? 'team.edit_title' : 'team.add')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('save.do')}
      cancelText={t('cancel')}
      confirmLoading={add.isPending || update.isPending}
    >
      <Form form={form} layout="vertical" initialValues={member ?? {}} onFinish={send}>
        <FormErrors form={form} error={add.error ?? update.error} />
        <Form.Item name="name" label={t('team.name')} rules={needed}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="role" label={t('team.role')} rules={needed}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="background" label={t('team.background')}>
          <Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }} />
        </Form.Item>
        <Form.Item name="person" label={t('team.account')} extra={t('team.account_text')}>
          <Select allowClear options={options} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
