import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { GuestInvitation } from '@/api';
import { eventConsentOptions, guestInvitationsRegisterMutation } from '@/api/@tanstack/react-query.gen';
import type { Filled } from '@/shared/asking';
import { askedAtOnce, askedBody } from '../asking/askedOf';
import { OwnConsent } from '../asking/OwnConsent';
import { QuestionFields } from '../asking/QuestionFields';
import { KindChoice } from '../KindChoice';
import { choiceOf, doingOf, sentKind } from '../offer';
import { Consent, showFields } from '../RegistrationFields';
import { Problem, useKeyOf } from '../registering';

interface Values {
  name: string;
  organization: string;
  contact: string;
  ticket_type?: string;
  answers?: Filled;
}

interface Props {
  secret: string;
  invitation: GuestInvitation;
}

function useRegister({ secret, invitation: { event } }: Props) {
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const keyOf = useKeyOf();
  const choice = choiceOf(event, undefined);
  const street = useQuery({ ...eventConsentOptions(), staleTime: 60_000 });
  const register = useMutation({
    ...guestInvitationsRegisterMutation(),
    onError: (error) => showFields(form, error),
    onSuccess: (ticket) => navigate({ to: '/me/tickets/$secret', params: { secret: ticket.secret } }),
  });
  const finish = ({ name, organization, contact, ticket_type, answers }: Values) => {
    const body = {
      name: name.trim(),
      organization: organization.trim(),
      contact: contact.trim(),
      consent_version: street.data?.version ?? '',
      ticket_type: sentKind(choice, ticket_type),
      ...askedBody(event, answers),
    };
    register.mutate({ path: { secret }, body, headers: { 'Idempotency-Key': keyOf(body) } });
  };
  return { form, choice, street, register, finish };
}

/** Registering by an invitation: no code and no account, and the contact that was invited. */
export function InvitedForm(props: Props) {
  const { t } = useTranslation(['closed', 'events']);
  const { event, name, contact_hint } = props.invitation;
  const { form, choice, street, register, finish } = useRegister(props);
  const kind = Form.useWatch('ticket_type', form);
  const needed = [{ required: true, whitespace: true, message: t('events:register.needed') }];
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ name }}
      onFinish={finish}
      aria-label={t('events:register.title')}
    >
      <Problem error={register.error} />
      <KindChoice choice={choice} />
      <Form.Item name="name" label={t('events:register.name')} rules={needed}>
        <Input size="large" autoComplete="name" maxLength={80} />
      </Form.Item>
      <Form.Item name="organization" label={t('events:register.organization')} rules={needed}>
        <Input size="large" autoComplete="organization" maxLength={120} />
      </Form.Item>
      <Form.Item
        name="contact"
        label={t('events:register.contact')}
        extra={t('closed:invited.contact', { hint: contact_hint })}
        rules={needed}
      >
        <Input size="large" autoComplete="email" autoCapitalize="none" spellCheck={false} maxLength={254} />
      </Form.Item>
      <QuestionFields questions={askedAtOnce(event)} />
      <OwnConsent consent={event.consent} />
      <Consent text={street.data?.text} />
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={register.isPending}
        disabled={!street.data}
      >
        {t(`events:register.${doingOf(choice.kinds, kind)}`)}
      </Button>
    </Form>
  );
}
