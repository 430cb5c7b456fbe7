import { useMutation } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventsQuestionsUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import css from '../events.module.css';
import { useWritten } from '../useWritten';
import type { EventDetail } from '../words';
import { type Line, lineOf, newLine, sentLine } from './lines';
import { QuestionLine } from './QuestionLine';

export interface Values {
  questions: Line[];
}

/** What guests are asked beside their name. Words that were answered stay: changed ones are another question. */
export function QuestionsEditor({ event }: { event: EventDetail }) {
  const { t } = useTranslation(['events', 'common']);
  const [form] = Form.useForm<Values>();
  const { onSuccess } = useWritten()(t('common:form.saved'));
  const save = useMutation({ ...eventsQuestionsUpdateMutation(), onSuccess });
  const initial = { questions: event.questions.map(lineOf) };
  useAnew(form, initial);
  const finish = () =>
    save.mutate({
      path: { event_id: event.id },
      body: {
        edition: event.edition,
        questions: (form.getFieldsValue(true) as Values).questions.map(sentLine),
      },
    });
  return (
    <section className={css.panel} aria-labelledby="questions">
      <h2 id="questions">{t('events:asking.title')}</h2>
      <p className={css.quiet}>{t('events:asking.text')}</p>
      <Form form={form} layout="vertical" scrollToFirstError initialValues={initial} onFinish={finish}>
        <FormErrors form={form} error={save.error} />
        <Lines saving={save.isPending} />
      </Form>
    </section>
  );
}

function Lines({ saving }: { saving: boolean }) {
  const { t } = useTranslation('events');
  return (
    <Form.List name="questions">
      {(fields, { add, remove, move }) => (
        <>
          {fields.map(({ key, name }) => (
            <fieldset key={key} className={css.question}>
              <legend>{t('asking.number', { number: name + 1 })}</legend>
              <QuestionLine name={name} />
              <div className={css.acts}>
                <Button disabled={name === 0} onClick={() => move(name, name - 1)}>
                  {t('line.up')}
                </Button>
                <Button disabled={name === fields.length - 1} onClick={() => move(name, name + 1)}>
                  {t('line.down')}
                </Button>
                <Button onClick={() => remove(name)}>{t('line.remove')}</Button>
              </div>
            </fieldset>
          ))}
          <div className={css.acts}>
            <Button disabled={fields.length >= 40} onClick={() => add(newLine())}>
              {t('asking.add')}
            </Button>
            <Button htmlType="submit" loading={saving}>
              {t('asking.save')}
            </Button>
          </div>
        </>
      )}
    </Form.List>
  );
}
