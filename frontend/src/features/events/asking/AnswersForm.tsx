import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TicketForm } from '@/api';
import {
  ticketsAnswersRetrieveQueryKey,
  ticketsAnswersUpdateMutation,
  ticketsRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { type Filled, filledOf, sentAnswers } from '@/shared/asking';
import css from '../events.module.css';
import { showFields } from '../RegistrationFields';
import { Problem } from '../registering';
import { QuestionFields } from './QuestionFields';

interface AnswersFormProps {
  secret: string;
  form: TicketForm;
  onDone: () => void;
}

/** All that is asked, with what was said. */
export function AnswersForm({
  secret,
  form: { questions, answers, may_ask_again },
  onDone,
}: AnswersFormProps) {
  const { t } = useTranslation('events');
  const [form] = Form.useForm<{ answers?: Filled }>();
  const queryClient = useQueryClient();
  const path = { secret };
  const save = useMutation({
    ...ticketsAnswersUpdateMutation(),
    onError: (error) => showFields(form, error),
    onSuccess: (written) => {
      queryClient.setQueryData(ticketsAnswersRetrieveQueryKey({ path }), written);
      // It may wait for the host's word again.
      void queryClient.invalidateQueries({ queryKey: ticketsRetrieveQueryKey({ path }) });
      onDone();
    },
  });
  const isGated = may_ask_again && questions.some(({ is_gated }) => is_gated);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ answers: filledOf(answers) }}
      onFinish={(values) => save.mutate({ path, body: { answers: sentAnswers(questions, values.answers) } })}
      aria-label={t('asking.answers')}
    >
      <Problem error={save.error} />
      {isGated ? <p className={css.quiet}>{t('asking.gated_text')}</p> : null}
      <QuestionFields questions={questions} />
      <div className={css.acts}>
        <Button type="primary" htmlType="submit" size="large" loading={save.isPending}>
          {t('asking.send')}
        </Button>
        {answers.length > 0 ? (
          <Button size="large" onClick={onDone}>
            {t('asking.cancel')}
          </Button>
        ) : null}
      </div>
    </Form>
  );
}
