import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { HelperRoleEnum } from '@/api';
import { eventsDoorRetrieveOptions, eventsHelpersCreateMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { OrganizationsSelect } from '../asking/OrganizationsSelect';
import css from '../events.module.css';
import { type EventDetail, kindName } from '../words';

const ROLES = ['co_host', 'desk', 'check_in'] as const satisfies HelperRoleEnum[];

interface Values {
  who: 'organization' | 'person';
  organization?: string[];
  email?: string;
  role: HelperRoleEnum;
  lists?: string[];
}

/** An organization, for all who act for it, or one person by mail. */
export function InviteHelper({ event }: { event: EventDetail }) {
  const { t } = useTranslation('hosting');
  const [form] = Form.useForm<Values>();
  const { onSuccess } = useTold()(t('invite.sent'));
  const invite = useMutation({
    ...eventsHelpersCreateMutation(),
    onSuccess: () => {
      form.resetFields();
      onSuccess();
    },
  });
  const finish = (values: Values) => invite.mutate({ path: { event_id: event.id }, body: sent(values) });
  return (
    <section className={css.panel} aria-labelledby="invite-helper">
      <h2 id="invite-helper">{t('invite.title')}</h2>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ who: 'organization', role: 'co_host' }}
        onFinish={finish}
      >
        <FormErrors form={form} error={invite.error} />
        <Whom />
        <Role event={event} />
        <Button htmlType="submit" loading={invite.isPending}>
          {t('invite.send')}
        </Button>
      </Form>
    </section>
  );
}

const sent = ({ who, organization, email, role, lists }: Values) => ({
  role,
  organization: who === 'organization' ? (organization?.[0] ?? null) : null,
  email: who === 'person' ? (email ?? '') : '',
  lists: role === 'check_in' ? (lists ?? []) : [],
});

function Whom() {
  const { t } = useTranslation(['hosting', 'events']);
  const form = Form.useFormInstance<Values>();
  const who = Form.useWatch('who', form);
  const needed = [{ required: true, message: t('events:register.needed') }];
  return (
    <>
      <Form.Item name="who" label={t('hosting:invite.who')}>
        <Radio.Group
          options={(['organization', 'person'] as const).map((value) => ({
            value,
            label: t(`hosting:invite.${value}`),
          }))}
        />
      </Form.Item>
      {who === 'person' ? (
        <Form.Item name="email" label={t('hosting:invite.email')} rules={needed}>
          <Input type="email" maxLength={254} autoComplete="off" />
        </Form.Item>
      ) : (
        <Form.Item name="organization" label={t('hosting:invite.which')} rules={needed}>
          <OrganizationsSelect known={[]} most={1} />
        </Form.Item>
      )}
    </>
  );
}

/** The role with what it lets somebody do; who only checks in is given lists. */
function Role({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation(['hosting', 'events']);
  const form = Form.useFormInstance<Values>();
  const role = Form.useWatch('role', form) ?? 'co_host';
  const door = useQuery({
    ...eventsDoorRetrieveOptions({ path: { event_id: event.id } }),
    enabled: role === 'check_in',
  });
  const lists = (door.data?.lists ?? []).map((list) => ({
    value: list.id,
    label: kindName(list, i18n.language),
  }));
  return (
    <>
      <Form.Item name="role" label={t('hosting:invite.role')} extra={t(`hosting:may.${role}`)}>
        <Select options={ROLES.map((value) => ({ value, label: t(`hosting:role.${value}`) }))} />
      </Form.Item>
      {role === 'check_in' ? (
        <Form.Item
          name="lists"
          label={t('hosting:invite.lists')}
          rules={[{ required: true, message: t('events:register.needed') }]}
        >
          <Select mode="multiple" options={lists} />
        </Form.Item>
      ) : null}
    </>
  );
}
