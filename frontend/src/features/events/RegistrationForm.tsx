import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  eventConsentOptions,
  eventsCodesCreateMutation,
  eventsRegistrationsCreateMutation,
} from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import css from './events.module.css';
import { KindChoice } from './KindChoice';
import { type Choice, sentKind } from './offer';
import { Problem, useKeyOf } from './registering';
import { type EventDetail, isSold } from './words';

interface Values {
  contact: string;
  code: string;
  name: string;
  organization: string;
  consent: boolean;
  ticket_type?: string;
}

/** The two requests of the form, and where it leads. */
function useRegistration(event: EventDetail, choice: Choice) {
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const [sent, setSent] = useState(false);
  const keyOf = useKeyOf();
  const consent = useQuery({ ...eventConsentOptions(), staleTime: 60_000 });
  const path = { event_id: event.id };
  const show = (error: unknown) => {
    for (const [name, errors] of Object.entries(toApiError(error).fields)) {
      form.setFields([{ name: name as keyof Values, errors }]);
    }
  };
  const code = useMutation({ ...eventsCodesCreateMutation(), onSuccess: () => setSent(true), onError: show });
  const register = useMutation({
    ...eventsRegistrationsCreateMutation(),
    onError: show,
    onSuccess: ({ secret }) => navigate({ to: '/me/tickets/$secret', params: { secret } }),
  });
  const ask = async () => {
    const { contact } = await form.validateFields(['contact']);
    code.mutate({ path, body: { contact: contact.trim() } });
  };
  const finish = ({ contact, code: digits, name, organization, ticket_type }: Values) => {
    const body = {
      name: name.trim(),
      organization: organization.trim(),
      contact: contact.trim(),
      code: digits.trim(),
      consent_version: consent.data?.version ?? '',
      ticket_type: sentKind(choice, ticket_type),
      voucher: choice.voucher,
    };
    register.mutate({ path, body, headers: { 'Idempotency-Key': keyOf(body) } });
  };
  return { form, sent, consent, code, register, ask, finish };
}

/** Registering by a contact that a code proves. */
export function RegistrationForm({ event, choice }: { event: EventDetail; choice: Choice }) {
  const { t } = useTranslation('events');
  const { form, sent, consent, code, register, ask, finish } = useRegistration(event, choice);
  const kind = Form.useWatch('ticket_type', form);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      scrollToFirstError
      onFinish={finish}
      aria-label={t('register.title')}
    >
      <Problem error={register.error ?? code.error} />
      <KindChoice choice={choice} />
      <Who />
      <div className={css.codeRow}>
        <Form.Item
          name="code"
          label={t('register.code')}
          rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t('register.six_digits') }]}
        >
          <Input size="large" autoComplete="one-time-code" inputMode="numeric" maxLength={8} />
        </Form.Item>
        <Button size="large" loading={code.isPending} onClick={() => void ask().catch(() => undefined)}>
          {sent ? t('register.ask_again') : t('register.ask')}
        </Button>
      </div>
      <p role="status" className={css.sent}>
        {sent ? t('register.sent') : ''}
      </p>
      <Consent text={consent.data?.text} />
      <Button
        size="large"
        type="primary"
        htmlType="submit"
        block
        loading={register.isPending}
        disabled={!consent.data}
      >
        {t(isSold({ ticket_types: choice.kinds }, kind) ? 'register.do_pay' : 'register.do')}
      </Button>
    </Form>
  );
}

function Consent({ text }: { text: string | undefined }) {
  const { t } = useTranslation('events');
  return (
    <Form.Item
      name="consent"
      valuePropName="checked"
      rules={[
        {
          validator: (_, agreed) =>
            agreed ? Promise.resolve() : Promise.reject(new Error(t('register.needs_consent'))),
        },
      ]}
    >
      <Checkbox className={css.consent ?? ''}>{text ?? t('register.loading')}</Checkbox>
    </Form.Item>
  );
}

function Who() {
  const { t } = useTranslation('events');
  const needed = [{ required: true, whitespace: true, message: t('register.needed') }];
  return (
    <>
      <Form.Item name="name" label={t('register.name')} rules={needed}>
        <Input size="large" autoComplete="name" maxLength={80} />
      </Form.Item>
      <Form.Item name="organization" label={t('register.organization')} rules={needed}>
        <Input size="large" autoComplete="organization" maxLength={120} />
      </Form.Item>
      <Form.Item name="contact" label={t('register.contact')} rules={needed}>
        <Input size="large" autoComplete="email" autoCapitalize="none" spellCheck={false} maxLength={254} />
      </Form.Item>
    </>
  );
}
