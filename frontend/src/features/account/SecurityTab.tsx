import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Addresses } from './Addresses';
import css from './account.module.css';
import { Prove, useGuarded } from './Prove';
import { SecondFactor } from './SecondFactor';
import { changePassword, type PasswordChange, wantedProof } from './secure';

/** A new password; who never had one proves themselves otherwise. */
function PasswordForm() {
  const { t } = useTranslation(['account', 'common']);
  const { message } = App.useApp();
  const [form] = Form.useForm<PasswordChange>();
  const [error, setError] = useState<unknown>(null);
  const { waiting, run, cancel } = useGuarded();
  const change = (values: PasswordChange) =>
    run(async () => {
      setError(null);
      try {
        await changePassword(values);
      } catch (refusal) {
        if (wantedProof(refusal)) throw refusal;
        setError(refusal);
        return;
      }
      form.resetFields();
      void message.success(t('common:form.saved'));
    });
  return (
    <section className={css.panel}>
      <h2>{t('account:password.title')}</h2>
      {waiting ? <Prove waiting={waiting} run={run} onCancel={cancel} /> : null}
      <Form form={form} layout="vertical" onFinish={change} hidden={waiting !== null}>
        <FormErrors form={form} error={error} />
        <Form.Item name="current_password" label={t('account:password.current')}>
          <Input.Password size="large" autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="new_password"
          label={t('account:password.next')}
          rules={[{ required: true, message: t('account:password.needed') }]}
        >
          <Input.Password size="large" autoComplete="new-password" />
        </Form.Item>
        <Button htmlType="submit">{t('account:password.change')}</Button>
      </Form>
    </section>
  );
}

/** Addresses, password and second factor. */
export function SecurityTab() {
  return (
    <>
      <Addresses />
      <SecondFactor />
      <PasswordForm />
    </>
  );
}
