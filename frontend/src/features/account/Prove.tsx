import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toApiError } from '@/shared/apiError';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useRefusalText } from '@/shared/useRefusalText';
import css from './account.module.css';
import { type Proof, prove, sendProofCode, wantedProof } from './secure';

type Act = () => Promise<unknown>;

export interface Waiting {
  by: Proof;
  act: Act;
}

/** Runs an act; when the server first wants to know who asks, keeps it until that was proved. */
export function useGuarded() {
  const textOf = useRefusalText();
  const { message } = App.useApp();
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const run = async (act: Act) => {
    try {
      await act();
      setWaiting(null);
    } catch (error) {
      const by = wantedProof(error);
      if (by) setWaiting({ by, act });
      else {
        // The proof was right; what it was asked for was not, so nothing waits any longer.
        setWaiting(null);
        const { fields } = toApiError(error);
        void message.error(Object.values(fields).flat().join(' ') || textOf(error));
      }
    }
  };
  return { waiting, run, cancel: () => setWaiting(null) };
}

interface ProveProps {
  waiting: Waiting;
  run: (act: Act) => Promise<void>;
  onCancel: () => void;
}

/** Asks for the password, the code of the authenticator, or a code that is sent, and goes on with what waited. */
export function Prove({ waiting: { by, act }, run, onCancel }: ProveProps) {
  const { t } = useTranslation(['account', 'common']);
  const [form] = Form.useForm<Partial<Record<Proof, string>>>();
  const [error, setError] = useState<unknown>(null);
  const [sent, setSent] = useState(false);
  const attempt = async (step: Act) => {
    try {
      await step();
      setError(null);
      return true;
    } catch (refusal) {
      setError(refusal);
      return false;
    }
  };
  const give = async (values: { password?: string; code?: string }) => {
    if (await attempt(() => prove(by, values.password ?? values.code ?? ''))) await run(act);
  };
  const send = async () => setSent((await attempt(sendProofCode)) || sent);
  const field = by === 'password' ? 'password' : 'code';
  return (
    <Form form={form} layout="vertical" onFinish={give} className={css.narrow ?? ''}>
      <p role="status">{t(sent ? 'account:prove.sent' : `account:prove.${by}`)}</p>
      <FormErrors form={form} error={error} />
      {by !== 'code' || sent ? (
        <Form.Item
          name={field}
          label={t(`account:prove.field.${field}`)}
          rules={[{ required: true, message: t(`account:prove.needed.${field}`) }]}
        >
          {by === 'password' ? (
            <Input.Password size="large" autoComplete="current-password" />
          ) : (
            <Input size="large" autoComplete="one-time-code" maxLength={20} />
          )}
        </Form.Item>
      ) : null}
      <div className={css.acts}>
        {by !== 'code' || sent ? <Button htmlType="submit">{t('common:form.confirm')}</Button> : null}
        {by === 'code' ? (
          <Button onClick={() => void send()}>{t(`account:prove.${sent ? 'again' : 'send'}`)}</Button>
        ) : null}
        <Button onClick={onCancel}>{t('common:form.cancel')}</Button>
      </div>
    </Form>
  );
}
