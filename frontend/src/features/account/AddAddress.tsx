import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, toApiError } from '@/shared/apiError';
import { FormErrors } from '@/shared/forms/FormErrors';
import { internationalNumber } from '@/shared/phones';
import css from './account.module.css';
import { askForCode, giveCode, isCodeGone, type Kind } from './addresses';
import { Prove, useGuarded } from './Prove';
import { wantedProof } from './secure';

interface Values {
  value: string;
  code: string;
}

/** What went wrong, said at the one field that is open: the server names it after the kind. */
function atField(refusal: unknown, field: keyof Values): ApiError {
  const { status, code, detail, fields } = toApiError(refusal);
  const said = Object.values(fields).flat();
  return new ApiError(status, code, detail, said.length > 0 ? { [field]: said } : {});
}

/** A new address or number: a code is sent there, and it counts once the code was given here. */
export function AddAddress({ kind, onDone }: { kind: Kind; onDone: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [sentTo, setSentTo] = useState('');
  const [error, setError] = useState<unknown>(null);
  const { waiting, run, cancel } = useGuarded();
  const attempt = (field: keyof Values, act: () => Promise<unknown>) =>
    run(async () => {
      setError(null);
      try {
        await act();
      } catch (refusal) {
        if (wantedProof(refusal)) throw refusal;
        setError(atField(refusal, field));
        if (field === 'code' && isCodeGone(refusal)) setSentTo('');
      }
    });
  const ask = (value: string) =>
    attempt('value', async () => {
      await askForCode(kind, value);
      form.resetFields(['code']);
      setSentTo(value);
    });
  const give = (code: string) =>
    attempt('code', async () => {
      await giveCode(kind, code.trim());
      void message.success(t('common:form.saved'));
      onDone();
    });
  const send = ({ value, code }: Values) =>
    sentTo ? give(code) : ask(kind === 'phone' ? internationalNumber(value) : value.trim());
  return (
    <>
      {waiting ? <Prove waiting={waiting} run={run} onCancel={cancel} /> : null}
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        className={css.narrow ?? ''}
        hidden={waiting !== null}
      >
        <FormErrors form={form} error={error} />
        <Fields kind={kind} sentTo={sentTo} />
        <div className={css.acts}>
          <Button htmlType="submit">{t(sentTo ? 'common:form.confirm' : 'account:prove.send')}</Button>
          {sentTo ? <Button onClick={() => void ask(sentTo)}>{t('account:prove.again')}</Button> : null}
          <Button onClick={onDone}>{t('common:form.cancel')}</Button>
        </div>
      </Form>
    </>
  );
}

/** The address at first; once a code is on its way, the code. */
function Fields({ kind, sentTo }: { kind: Kind; sentTo: string }) {
  const { t } = useTranslation('account');
  if (sentTo) {
    return (
      <>
        <p role="status">{t('address.sent', { value: sentTo })}</p>
        <Form.Item
          name="code"
          label={t('prove.field.code')}
          rules={[{ required: true, message: t('prove.needed.code') }]}
        >
          <Input size="large" inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
      </>
    );
  }
  return (
    <Form.Item
      name="value"
      label={t(`address.new.${kind}`)}
      rules={[{ required: true, message: t('address.needed') }]}
    >
      <Input
        size="large"
        inputMode={kind === 'email' ? 'email' : 'tel'}
        autoComplete={kind === 'email' ? 'email' : 'tel'}
        autoCapitalize="none"
        spellCheck={false}
      />
    </Form.Item>
  );
}
