import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '@/api';
import { myTicketsListQueryKey, waitingAcceptCreateMutation } from '@/api/@tanstack/react-query.gen';
import type { Filled } from '@/shared/asking';
import { askedAtOnce, askedBody, askedOfEach } from '../asking/askedOf';
import { OwnConsent } from '../asking/OwnConsent';
import { QuestionFields } from '../asking/QuestionFields';
import { type Along, alongBody, ComingAlong } from '../Companions';
import { showFields } from '../RegistrationFields';
import { Problem } from '../registering';

interface Values {
  answers?: Filled;
  companions?: Along[];
}

/** What whoever registers is asked, and the yes to the place that is kept. */
export function AcceptForm({ entry, isFree }: { entry: Waiting; isFree: boolean }) {
  const { t } = useTranslation('events');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { questions, consent } = entry;
  const asked = { questions, consent };
  const accept = useMutation({
    ...waitingAcceptCreateMutation(),
    onError: (error) => showFields(form, error),
    onSuccess: async ({ secret }) => {
      await navigate({ to: '/me/tickets/$secret', params: { secret } });
      await queryClient.invalidateQueries({ queryKey: myTicketsListQueryKey() });
    },
  });
  const finish = ({ answers, companions }: Values) => {
    const body = { ...askedBody(asked, answers), companions: alongBody(askedOfEach(asked), companions) };
    accept.mutate({ path: { secret: entry.secret }, body });
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={finish}
      aria-label={t('waiting.state_offered')}
    >
      <Problem error={accept.error} />
      <QuestionFields questions={askedAtOnce(asked)} />
      {entry.party_size && entry.party_size > 1 ? (
        <ComingAlong event={asked} count={entry.party_size - 1} />
      ) : null}
      <OwnConsent consent={consent} />
      <Button type="primary" htmlType="submit" size="large" block loading={accept.isPending}>
        {t(isFree ? 'waiting.accept' : 'waiting.accept_pay')}
      </Button>
    </Form>
  );
}
