import { useMutation } from '@tanstack/react-query';
import { Button, Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PanelInputRequest } from '@/api';
import { eventsJudgingPanelUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { useJudging } from './useJudging';
import type { Desk } from './words';

const METHODS = ['mean', 'drop_extremes', 'z_score'] as const;
const OTHERS = ['never', 'after_own', 'always'] as const;

/** How scores become one, and what judges see of each other's. */
export function RulesForm({ event, desk }: { event: EventDetail; desk: Desk }) {
  const { t } = useTranslation('judgingDesk');
  const [form] = Form.useForm<PanelInputRequest>();
  const { onSuccess } = useJudging(event.id)(t('rules.saved'));
  const save = useMutation({ ...eventsJudgingPanelUpdateMutation(), onSuccess });
  const { method, others_scores } = desk.panel;
  const values = { method, others_scores };
  useAnew(form, values);
  return (
    <section className={css.panel} aria-labelledby="judging-rules">
      <h2 id="judging-rules">{t('rules.title')}</h2>
      <Form
        form={form}
        layout="vertical"
        initialValues={values}
        disabled={desk.panel.state === 'revealed'}
        onFinish={(body) => save.mutate({ path: { event_id: event.id }, body })}
      >
        <FormErrors form={form} error={save.error} />
        <Form.Item name="method" label={t('rules.method')}>
          <Radio.Group
            aria-label={t('rules.method')}
            options={METHODS.map((value) => ({
              value,
              label: (
                <>
                  {t(`method.${value}`)} <small>{t(`method_text.${value}`)}</small>
                </>
              ),
            }))}
          />
        </Form.Item>
        <Form.Item name="others_scores" label={t('rules.others')}>
          <Radio.Group
            aria-label={t('rules.others')}
            options={OTHERS.map((value) => ({ value, label: t(`others.${value}`) }))}
          />
        </Form.Item>
        <Button htmlType="submit" loading={save.isPending}>
          {t('rules.save')}
        </Button>
      </Form>
    </section>
  );
}
