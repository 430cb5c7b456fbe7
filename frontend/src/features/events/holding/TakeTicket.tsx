import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Transfer } from '@/api';
import { eventConsentOptions, transfersAcceptCreateMutation } from '@/api/@tanstack/react-query.gen';
import { type Filled, sentAnswers } from '@/shared/asking';
import { OwnConsent } from '../asking/OwnConsent';
import { QuestionFields } from '../asking/QuestionFields';
import { Consent, showFields } from '../RegistrationFields';
import { Problem } from '../registering';

interface TakeTicketProps {
  secret: string;
  transfer: Transfer;
}

interface Values {
  name: string;
  organization: string;
  answers?: Filled;
}

/** Who takes the ticket over, what they are asked, and what they agree to. */
export function TakeTicket({ secret, transfer: { questions, consent } }: TakeTicketProps) {
  const { t } = useTranslation('events');
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const street = useQuery({ ...eventConsentOptions(), staleTime: 60_000 });
  const take = useMutation({
    ...transfersAcceptCreateMutation(),
    onError: (error) => showFields(form, error),
    onSuccess: (ticket) => navigate({ to: '/me/tickets/$secret', params: { secret: ticket.secret } }),
  });
  const needed = [{ required: true, whitespace: true, message: t('register.needed') }];
  const finish = ({ name, organization, answers }: Values) =>
    take.mutate({
      path: { secret },
      body: {
        ...{ name: name.trim(), organization: organization.trim(), answers: sentAnswers(questions, answers) },
        ...{ consent_version: street.data?.version ?? '', event_consent: consent?.id ?? null },
      },
    });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} aria-label={t('holding.take')}>
      <Problem error={take.error} />
      <Form.Item name="name" label={t('register.name')} rules={needed}>
        <Input size="large" autoComplete="name" maxLength={80} />
      </Form.Item>
      <Form.Item name="organization" label={t('register.organization')} rules={needed}>
        <Input size="large" autoComplete="organization" maxLength={120} />
      </Form.Item>
      <QuestionFields questions={questions} />
      <OwnConsent consent={consent} />
      <Consent text={street.data?.text} />
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={take.isPending}
        disabled={!street.data}
      >
        {t('holding.take')}
      </Button>
    </Form>
  );
}
