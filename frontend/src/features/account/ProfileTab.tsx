import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UpdateMeData } from '@/api';
import { updateMeMutation } from '@/api/@tanstack/react-query.gen';
import { LanguageSwitch, ThemeSwitch } from '@/app/shell/Switches';
import { refreshViewer, useMember } from '@/app/viewer';
import { FormErrors } from '@/shared/forms/FormErrors';
import css from './account.module.css';

/** Name, how this browser shows the street, and whether personal traits may order what is shown. */
export function ProfileTab() {
  const { t } = useTranslation(['account', 'common']);
  const me = useMember();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<UpdateMeData['body']>();
  const update = useMutation({
    ...updateMeMutation(),
    onSuccess: () => {
      void message.success(t('common:form.saved'));
      void refreshViewer(queryClient);
    },
  });
  const { display_name, personalized, email, phone } = me;
  return (
    <Form
      form={form}
      layout="vertical"
      className={css.panel ?? ''}
      initialValues={{ display_name, personalized }}
      onFinish={(body) => update.mutate({ body })}
    >
      <FormErrors form={form} error={update.error} />
      <Form.Item name="display_name" label={t('account:name')}>
        <Input maxLength={80} autoComplete="name" />
      </Form.Item>
      <p className={css.note}>{[email, phone].filter(Boolean).join(' · ') || t('account:no_email')}</p>
      <Form.Item
        name="personalized"
        valuePropName="checked"
        label={t('account:personalized.label')}
        extra={t('account:personalized.text')}
      >
        <Switch />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={update.isPending}>
        {t('common:form.save')}
      </Button>
      <div className={css.switches}>
        <span>{t('common:language.label')}</span>
        <LanguageSwitch />
        <span>{t('common:theme.label')}</span>
        <ThemeSwitch />
      </div>
      {me.is_demo ? <p className={css.note}>{t('account:demo')}</p> : null}
    </Form>
  );
}
