import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import css from './auth.module.css';

export function LoginField({ emailOnly = false }: { emailOnly?: boolean }) {
  const { t } = useTranslation('auth');
  const label = t(emailOnly ? 'field.email' : 'field.login');
  return (
    <Form.Item name="login" label={label} rules={[{ required: true, message: t('needed.login') }]}>
      <Input autoComplete="username" inputMode="email" autoCapitalize="none" spellCheck={false} />
    </Form.Item>
  );
}

export function PasswordField({ fresh = false }: { fresh?: boolean }) {
  const { t } = useTranslation('auth');
  return (
    <Form.Item
      name="password"
      label={t(fresh ? 'field.new_password' : 'field.password')}
      extra={fresh ? t('hint.password') : undefined}
      rules={[{ required: true, message: t('needed.password') }]}
    >
      <Input.Password autoComplete={fresh ? 'new-password' : 'current-password'} />
    </Form.Item>
  );
}

/** Six digits by mail, SMS or app; recovery codes are longer. May be pasted. */
export function CodeField({ digits = true }: { digits?: boolean }) {
  const { t } = useTranslation('auth');
  return (
    <Form.Item name="code" label={t('field.code')} rules={[{ required: true, message: t('needed.code') }]}>
      <Input
        className={css.code ?? ''}
        autoComplete="one-time-code"
        inputMode={digits ? 'numeric' : 'text'}
        maxLength={digits ? 6 : 20}
      />
    </Form.Item>
  );
}

/** What went wrong with the form as a whole. */
export function Problem({ text }: { text: string }) {
  return (
    <div role="alert" className={text ? css.problem : undefined}>
      {text}
    </div>
  );
}

export function Send({ label, busy }: { label: string; busy: boolean }) {
  return (
    <Button type="primary" htmlType="submit" size="large" block loading={busy}>
      {label}
    </Button>
  );
}
