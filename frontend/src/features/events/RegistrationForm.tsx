import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventConsentOptions, eventsRegistrationsCreateMutation } from '@/api/@tanstack/react-query.gen';
import type { Filled } from '@/shared/asking';
import { askedAtOnce, askedBody, askedOfEach } from './asking/askedOf';
import { OwnConsent } from './asking/OwnConsent';
import { QuestionFields } from './asking/QuestionFields';
import { type Along, Companions, sentAlong } from './Companions';
import { KindChoice } from './KindChoice';
import { type Choice, doingOf, kindOf, sentKind } from './offer';
import { CodeRow, Consent, showFields, useContactCode, Who } from './RegistrationFields';
import { Problem, type Typed, useFilledUp, useKeyOf } from './registering';
import type { EventDetail } from './words';

interface Values {
  contact: string;
  code: string;
  name: string;
  organization: string;
  consent: boolean;
  answers?: Filled;
  ticket_type?: string;
  companions?: Along[];
}

interface RegistrationFormProps {
  event: EventDetail;
  choice: Choice;
  /** Told what was typed, when the last place went meanwhile. */
  onFull?: (typed: Typed) => void;
}

/** The two requests of the form, and where it leads. */
function useRegistration({ event, choice, onFull }: RegistrationFormProps) {
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const keyOf = useKeyOf();
  const filledUp = useFilledUp(event.id);
  const consent = useQuery({ ...eventConsentOptions(), staleTime: 60_000 });
  const path = { event_id: event.id };
  const code = useContactCode(event.id, form);
  const register = useMutation({
    ...eventsRegistrationsCreateMutation(),
    onError: (error) => {
      showFields(form, error);
      if (filledUp(error)) onFull?.(form.getFieldsValue(['name', 'organization', 'contact']));
    },
    onSuccess: ({ secret }) => navigate({ to: '/me/tickets/$secret', params: { secret } }),
  });
  const finish = (values: Values) => {
    const { contact, code: digits, name, organization, ticket_type, answers, companions } = values;
    const body = {
      name: name.trim(),
      organization: organization.trim(),
      contact: contact.trim(),
      code: digits.trim(),
      consent_version: consent.data?.version ?? '',
      ticket_type: sentKind(choice, ticket_type),
      voucher: choice.voucher,
      companions: sentAlong(askedOfEach(event), kindOf(choice, ticket_type), choice.voucher, companions),
      ...askedBody(event, answers),
    };
    register.mutate({ path, body, headers: { 'Idempotency-Key': keyOf(body) } });
  };
  return { form, consent, code, register, finish };
}

/** Registering by a contact that a code proves. */
export function RegistrationForm(props: RegistrationFormProps) {
  const { t } = useTranslation('events');
  const { event, choice } = props;
  const { form, consent, code, register, finish } = useRegistration(props);
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
      <Problem error={register.error ?? code.sending.error} />
      <KindChoice choice={choice} />
      <Who />
      <CodeRow {...code} />
      <QuestionFields questions={askedAtOnce(event)} />
      <Companions event={event} kind={kindOf(choice, kind)} voucher={choice.voucher} />
      <OwnConsent consent={event.consent} />
      <Consent text={consent.data?.text} />
      <Button
        size="large"
        type="primary"
        htmlType="submit"
        block
        loading={register.isPending}
        disabled={!consent.data}
      >
        {t(`register.${doingOf(choice.kinds, kind)}`)}
      </Button>
    </Form>
  );
}
