import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventConsentOptions, eventsWaitingCreateMutation } from '@/api/@tanstack/react-query.gen';
import { waitableKinds } from '../offer';
import { CodeRow, Consent, showFields, useContactCode, Who } from '../RegistrationFields';
import { Problem, type Typed, useKeyOf } from '../registering';
import type { EventDetail } from '../words';
import { HowMany } from './HowMany';
import { KindsChoice } from './KindsChoice';

interface Values {
  contact: string;
  code: string;
  name: string;
  organization: string;
  kinds?: string[];
  party_size?: number;
}

function useJoining(event: EventDetail) {
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const keyOf = useKeyOf();
  const consent = useQuery({ ...eventConsentOptions(), staleTime: 60_000 });
  const code = useContactCode(event.id, form);
  const join = useMutation({
    ...eventsWaitingCreateMutation(),
    onError: (error) => showFields(form, error),
    onSuccess: ({ secret }) => navigate({ to: '/waiting/$secret', params: { secret } }),
  });
  const finish = ({ contact, code: digits, name, organization, kinds, party_size = 1 }: Values) => {
    const body = {
      name: name.trim(),
      organization: organization.trim(),
      contact: contact.trim(),
      code: digits.trim(),
      consent_version: consent.data?.version ?? '',
      kinds: kinds ?? waitableKinds(event).map(({ id }) => id),
      party_size,
    };
    join.mutate({ path: { event_id: event.id }, body, headers: { 'Idempotency-Key': keyOf(body) } });
  };
  return { form, consent, code, join, finish };
}

/** Waiting by a contact that a code proves; begun with what was typed for a place that went meanwhile. */
export function WaitingForm({ event, typed = {} }: { event: EventDetail; typed?: Typed }) {
  const { t } = useTranslation('events');
  const { form, consent, code, join, finish } = useJoining(event);
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={typed}
      requiredMark={false}
      scrollToFirstError
      onFinish={finish}
      aria-label={t('waiting.title')}
    >
      <Problem error={join.error ?? code.sending.error} />
      <KindsChoice event={event} />
      <HowMany event={event} />
      <Who />
      <CodeRow {...code} />
      <Consent text={consent.data?.text} />
      <Button
        size="large"
        type="primary"
        htmlType="submit"
        block
        loading={join.isPending}
        disabled={!consent.data}
      >
        {t('waiting.do')}
      </Button>
    </Form>
  );
}
