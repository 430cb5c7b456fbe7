import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventsConsentUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import css from '../events.module.css';
import { useWritten } from '../useWritten';
import type { EventDetail } from '../words';

interface Values {
  text?: string;
  text_en?: string;
}

/** What guests agree to beside the street's own text. A changed text is a new edition; who agreed before keeps theirs. */
export function ConsentEditor({ event }: { event: EventDetail }) {
  const { t } = useTranslation(['events', 'common']);
  const [form] = Form.useForm<Values>();
  const { onSuccess } = useWritten()(t('common:form.saved'));
  const save = useMutation({ ...eventsConsentUpdateMutation(), onSuccess });
  const initial = { text: event.consent?.text ?? '', text_en: event.consent?.text_en ?? '' };
  useAnew(form, initial);
  const finish = ({ text, text_en }: Values) =>
    save.mutate({
      path: { event_id: event.id },
      body: { edition: event.edition, text: text ?? '', text_en: text_en ?? '' },
    });
  return (
    <section className={css.panel} aria-labelledby="own-consent">
      <h2 id="own-consent">{t('events:asking.consent')}</h2>
      <p className={css.quiet}>
        {t('events:asking.consent_text')}{' '}
        {event.consent ? t('events:asking.consent_number', { number: event.consent.number }) : null}
      </p>
      <Form form={form} layout="vertical" initialValues={initial} onFinish={finish}>
        <FormErrors form={form} error={save.error} />
        <Form.Item name="text" label={t('events:asking.consent_words')}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={4000} />
        </Form.Item>
        <Form.Item name="text_en" label={t('events:asking.consent_words_en')}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={6000} />
        </Form.Item>
        <div className={css.acts}>
          <Button htmlType="submit" loading={save.isPending}>
            {t('events:asking.consent_save')}
          </Button>
        </div>
      </Form>
    </section>
  );
}
