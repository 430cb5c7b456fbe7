import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/app/session';
import { toApiError } from '@/shared/apiError';
import css from './auth.module.css';
import { CodeField, Problem, Send } from './fields';
import { canResend, confirm, type Pending, resend } from './steps';
import { useStep } from './useStep';

interface CodeFormProps {
  step: Exclude<Pending, 'password_reset_by_code'>;
  /** The demo shows the second code of the moment; a real person's stands in their app. */
  demoCode: string;
  onDone: (session: Session) => void;
  onStale: () => void;
}

/** The step that wants a code: sent by mail or SMS, or shown by the person's app. */
export function CodeForm({ step, demoCode, onDone, onStale }: CodeFormProps) {
  const { t } = useTranslation('auth');
  const [note, setNote] = useState('');
  const { form, busy, problem, submit } = useStep<{ code: string }>({
    send: ({ code }) => confirm(step, code.trim()),
    onDone,
    onStale,
  });
  const again = async () => {
    try {
      await resend(step);
      setNote(t('step.resent'));
    } catch (error) {
      setNote(toApiError(error).detail || t('step.resend_failed'));
    }
  };
  return (
    <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={submit}>
      <Problem text={problem} />
      <CodeField digits={step !== 'mfa_authenticate'} />
      {step === 'mfa_authenticate' && demoCode ? (
        <p className={css.demoCode}>
          {t('demo.second_factor')}{' '}
          <Button size="small" onClick={() => form.setFieldsValue({ code: demoCode })}>
            {demoCode}
          </Button>
        </p>
      ) : null}
      <Send label={t('do.confirm')} busy={busy} />
      <div className={css.aside}>
        {canResend(step) ? (
          <Button type="link" onClick={() => void again()}>
            {t('step.resend')}
          </Button>
        ) : null}
        <span role="status">{note}</span>
      </div>
    </Form>
  );
}
