import { Checkbox, Form, Input } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/app/session';
import { CodeField, LoginField, PasswordField, Problem, Send } from './fields';
import { type NewPerson, requestCode, requestReset, resetPassword, signIn, signUp } from './steps';
import { useStep } from './useStep';

interface StartProps {
  onDone: (session: Session) => void;
}

interface Credentials {
  login: string;
  password: string;
}

/** `filled` puts a demo person into the form; the reader still presses the button. */
export function PasswordForm({ onDone, filled }: StartProps & { filled: Credentials | null }) {
  const { t } = useTranslation('auth');
  const { form, ...step } = useStep<Credentials>({
    send: ({ login, password }) => signIn(login, password),
    onDone,
  });
  useEffect(() => {
    if (filled) form.setFieldsValue(filled);
  }, [filled, form]);
  return (
    <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={step.submit}>
      <Problem text={step.problem} />
      <LoginField />
      <PasswordField />
      <Send label={t('do.password')} busy={step.busy} />
    </Form>
  );
}

export function CodeRequestForm({ onDone }: StartProps) {
  const { t } = useTranslation('auth');
  const { form, ...step } = useStep<{ login: string }>({ send: ({ login }) => requestCode(login), onDone });
  return (
    <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={step.submit}>
      <Problem text={step.problem} />
      <LoginField />
      <Send label={t('do.code')} busy={step.busy} />
    </Form>
  );
}

export function SignUpForm({ onDone }: StartProps) {
  const { t } = useTranslation('auth');
  const { form, ...step } = useStep<NewPerson>({ send: signUp, onDone });
  return (
    <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={step.submit}>
      <Problem text={step.problem} />
      <Form.Item
        name="display_name"
        label={t('field.name')}
        rules={[{ required: true, whitespace: true, message: t('needed.name') }]}
      >
        <Input autoComplete="name" maxLength={80} />
      </Form.Item>
      <LoginField />
      <PasswordField fresh />
      <Form.Item
        name="consent"
        valuePropName="checked"
        rules={[
          {
            validator: (_, agreed) =>
              agreed ? Promise.resolve() : Promise.reject(new Error(t('needed.consent'))),
          },
        ]}
      >
        <Checkbox>{t('field.consent')}</Checkbox>
      </Form.Item>
      <Send label={t('do.signup')} busy={step.busy} />
    </Form>
  );
}

export function ResetRequestForm({ onDone }: StartProps) {
  const { t } = useTranslation('auth');
  const { form, ...step } = useStep<{ login: string }>({
    send: ({ login }) => requestReset(login.trim()),
    onDone,
  });
  return (
    <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={step.submit}>
      <Problem text={step.problem} />
      <LoginField emailOnly />
      <Send label={t('do.reset')} busy={step.busy} />
    </Form>
  );
}

interface Reset {
  code: string;
  password: string;
}

export function ResetForm({ onDone, onStale }: StartProps & { onStale: () => void }) {
  const { t } = useTranslation('auth');
  const { form, ...step } = useStep<Reset>({
    send: ({ code, password }) => resetPassword(code.trim(), password),
    onDone,
    onStale,
  });
  return (
    <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={step.submit}>
      <Problem text={step.problem} />
      <CodeField />
      <PasswordField fresh />
      <Send label={t('do.new_password')} busy={step.busy} />
    </Form>
  );
}
