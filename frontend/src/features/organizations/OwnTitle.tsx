import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ListMembersResponse } from '@/api';
import { updateMemberMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Time } from '@/shared/Time';

interface OwnTitleProps {
  member: ListMembersResponse[number];
  organizationId: string;
}

/** A person's title is their own word: they write it, and saving confirms it. */
export function OwnTitle({ member, organizationId }: OwnTitleProps) {
  const { t } = useTranslation(['organizations', 'common']);
  const { onSuccess } = useTold()(t('common:form.saved'));
  const [form] = Form.useForm<{ title: string }>();
  const update = useMutation({ ...updateMemberMutation(), onSuccess });
  const path = { organization_id: organizationId, member_id: member.id };
  return (
    <Form
      form={form}
      layout="inline"
      initialValues={{ title: member.title }}
      onFinish={({ title }) => update.mutate({ path, body: { title: (title ?? '').trim() } })}
    >
      <FormErrors form={form} error={update.error} />
      <Form.Item
        name="title"
        label={t('organizations:member.my_title')}
        extra={
          member.title_confirmed_at ? (
            <>
              {t('organizations:member.title_confirmed')} <Time value={member.title_confirmed_at} as="date" />
            </>
          ) : (
            t('organizations:member.title_open')
          )
        }
      >
        <Input maxLength={80} />
      </Form.Item>
      <Button htmlType="submit" loading={update.isPending}>
        {t('organizations:member.title_confirm')}
      </Button>
    </Form>
  );
}
