import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, QRCode, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/app/acts';
import { refreshViewer, useMember } from '@/app/viewer';
import { toApiError } from '@/shared/apiError';
import { FormErrors } from '@/shared/forms/FormErrors';
import css from './account.module.css';
import {
  addTotp,
  changePassword,
  newRecoveryCodes,
  type PasswordChange,
  readSeed,
  reauthenticate,
  removeTotp,
  type Seed,
  wantsPassword,
} from './secure';

type Act = () => Promise<unknown>;

/** Runs an act; when the server wants the password first, keeps it until the password was given. */
function useGuarded() {
  const { t } = useTranslation('common');
  const { message } = App.useApp();
  const [waiting, setWaiting] = useState<Act | null>(null);
  const run = async (act: Act) => {
    try {
      await act();
      setWaiting(null);
    } catch (error) {
      if (wantsPassword(error)) setWaiting(() => act);
      else {
        const { detail, fields } = toApiError(error);
        void message.error(Object.values(fields).flat().join(' ') || detail || t('error.unknown'));
      }
    }
  };
  return { waiting, run };
}

function AskPassword({ onGiven }: { onGiven: () => Promise<void> }) {
  const { t } = useTranslation(['account', 'common']);
  const [form] = Form.useForm<{ password: string }>();
  const [error, setError] = useState<unknown>(null);
  const give = async ({ password }: { password: string }) => {
    try {
      await reauthenticate(password);
      await onGiven();
    } catch (refusal) {
      setError(refusal);
    }
  };
  return (
    <Form form={form} layout="vertical" onFinish={give} className={css.narrow ?? ''}>
      <p>{t('account:second.ask')}</p>
      <FormErrors form={form} error={error} />
      <Form.Item
        name="password"
        label={t('account:password.current')}
        rules={[{ required: true, message: t('account:password.needed') }]}
      >
        <Input.Password size="large" autoComplete="current-password" />
      </Form.Item>
      <Button htmlType="submit">{t('common:form.confirm')}</Button>
    </Form>
  );
}

function SecondFactor() {
  const { t } = useTranslation(['account', 'common']);
  const me = useMember();
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const { waiting, run } = useGuarded();
  const [seed, setSeed] = useState<Seed | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const start = () => run(async () => setSeed(await readSeed()));
  const renew = () => run(async () => setCodes(await newRecoveryCodes()));
  const finish = ({ code }: { code: string }) =>
    run(async () => {
      await addTotp(code.trim());
      setSeed(null);
      setCodes(await newRecoveryCodes());
      await refreshViewer(queryClient);
    });
  const remove = () =>
    confirm({
      title: t('account:second.remove_ask'),
      ok: t('account:second.remove'),
      act: () =>
        run(async () => {
          await removeTotp();
          await refreshViewer(queryClient);
        }),
    });
  return (
    <section className={css.panel}>
      <h2>{t('account:second.title')}</h2>
      <p className={css.note}>{t(me.second_factor ? 'account:second.on' : 'account:second.off')}</p>
      {waiting ? <AskPassword onGiven={() => run(waiting)} /> : null}
      {seed && !waiting ? (
        <Form layout="vertical" onFinish={finish} className={css.narrow ?? ''}>
          <p>{t('account:second.scan')}</p>
          <QRCode value={seed.url} color="#000000" bgColor="#ffffff" />
          <Typography.Text copyable>{seed.secret}</Typography.Text>
          <Form.Item
            name="code"
            label={t('account:second.code')}
            rules={[{ required: true, message: t('account:second.code_needed') }]}
          >
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
          </Form.Item>
          <Button htmlType="submit">{t('common:form.confirm')}</Button>
        </Form>
      ) : null}
      {codes.length > 0 ? (
        <Alert
          type="warning"
          title={t('account:second.codes')}
          description={<Typography.Text copyable>{codes.join(' ')}</Typography.Text>}
        />
      ) : null}
      {waiting || seed ? null : (
        <div className={css.acts}>
          {me.second_factor ? (
            <>
              <Button onClick={() => void renew()}>{t('account:second.renew')}</Button>
              <Button danger onClick={remove}>
                {t('account:second.remove')}
              </Button>
            </>
          ) : (
            <Button onClick={() => void start()}>{t('account:second.start')}</Button>
          )}
        </div>
      )}
    </section>
  );
}

/** Password and second factor. */
export function SecurityTab() {
  const { t } = useTranslation(['account', 'common']);
  const { message } = App.useApp();
  const [form] = Form.useForm<PasswordChange>();
  const [error, setError] = useState<unknown>(null);
  const change = async (values: PasswordChange) => {
    try {
      await changePassword(values);
      setError(null);
      form.resetFields();
      void message.success(t('common:form.saved'));
    } catch (refusal) {
      setError(refusal);
    }
  };
  return (
    <>
      <SecondFactor />
      <Form form={form} layout="vertical" onFinish={change} className={css.panel ?? ''}>
        <h2>{t('account:password.title')}</h2>
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
    </>
  );
}
