import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LanguageEnum } from '@/api';
import { eventsInvitationsCreateMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import css from '../events.module.css';
import type { EventDetail } from '../words';

const LANGUAGES = ['zh-hans', 'zh-hant', 'en'] as const satisfies LanguageEnum[];

interface Values {
  lines: string;
  language: LanguageEnum;
}

/** One guest, or many lines out of a table. */
export function InviteForm({ event }: { event: EventDetail }) {
  const { t } = useTranslation(['closed', 'events']);
  const [form] = Form.useForm<Values>();
  const { message } = App.useApp();
  const { onSuccess } = useTold()('');
  const invite = useMutation({
    ...eventsInvitationsCreateMutation(),
    onSuccess: ({ invited, known }) => {
      form.resetFields(['lines']);
      void message.success(t('closed:invitations.done', { invited, known }));
      onSuccess();
    },
  });
  const needed = [{ required: true, whitespace: true, message: t('events:register.needed') }];
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ language: 'zh-hans' }}
      onFinish={(body) => invite.mutate({ path: { event_id: event.id }, body })}
    >
      <FormErrors form={form} error={invite.error} />
      <Form.Item
        name="lines"
        label={t('closed:invitations.lines')}
        extra={t('closed:invitations.lines_hint')}
        rules={needed}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 12 }} maxLength={40000} spellCheck={false} />
      </Form.Item>
      <Form.Item name="language" label={t('closed:invitations.language')}>
        <Select
          options={LANGUAGES.map((value) => ({ value, label: t(`closed:invitations.language_${value}`) }))}
        />
      </Form.Item>
      <div className={css.acts}>
        <Button htmlType="submit" loading={invite.isPending}>
          {t('closed:invitations.send')}
        </Button>
      </div>
    </Form>
  );
}
