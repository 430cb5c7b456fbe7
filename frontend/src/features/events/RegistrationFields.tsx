import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form, type FormInstance, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventsCodesCreateMutation } from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import css from './events.module.css';

/** What the server says of single fields, beside them. */
export function showFields(form: FormInstance, error: unknown): void {
  const fields = Object.entries(toApiError(error).fields);
  // Of a list the server names lines by their number.
  const pathOf = (name: string) => name.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  form.setFields(fields.map(([name, errors]) => ({ name: pathOf(name), errors })));
}

/** Asking for the code that proves the contact of the form. */
export function useContactCode(eventId: string, form: FormInstance) {
  const [sent, setSent] = useState(false);
  const sending = useMutation({
    ...eventsCodesCreateMutation(),
    onSuccess: () => setSent(true),
    onError: (error) => showFields(form, error),
  });
  const ask = async () => {
    const { contact } = (await form.validateFields(['contact'])) as { contact: string };
    sending.mutate({ path: { event_id: eventId }, body: { contact: contact.trim() } });
  };
  return { sending, sent, ask };
}

/** The code, and beside it the button that sends it. */
export function CodeRow({ sending, sent, ask }: ReturnType<typeof useContactCode>) {
  const { t } = useTranslation('events');
  return (
    <>
      <div className={css.codeRow}>
        <Form.Item
          name="code"
          label={t('register.code')}
          rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t('register.six_digits') }]}
        >
          <Input size="large" autoComplete="one-time-code" inputMode="numeric" maxLength={8} />
        </Form.Item>
        <Button size="large" loading={sending.isPending} onClick={() => void ask().catch(() => undefined)}>
          {sent ? t('register.ask_again') : t('register.ask')}
        </Button>
      </div>
      <p role="status" className={css.sent}>
        {sent ? t('register.sent') : ''}
      </p>
    </>
  );
}

/** The text, agreed to by a tick. */
export function Consent({ text }: { text: string | undefined }) {
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

/** Name, organization, contact. */
export function Who() {
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
