import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CriterionInputRequest } from '@/api';
import {
  eventsJudgingRubricDefaultMutation,
  eventsJudgingRubricUpdateMutation,
} from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import { useStageLabel } from '@/shared/labels';
import { OPEN_STAGES } from '@/shared/openStages';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { useJudging } from './useJudging';
import type { Desk } from './words';

const MOST = 20;

interface Values {
  criteria: CriterionInputRequest[];
}

/** What is judged and how much it counts: written, ordered and saved together. */
export function RubricEditor({ event, desk }: { event: EventDetail; desk: Desk }) {
  const { t } = useTranslation('judgingDesk');
  const [form] = Form.useForm<Values>();
  const done = useJudging(event.id);
  const path = { event_id: event.id };
  const { edition, state } = desk.panel;
  const { onSuccess } = done(t('rubric.saved'));
  const save = useMutation({ ...eventsJudgingRubricUpdateMutation(), onSuccess });
  const copy = useMutation({ ...eventsJudgingRubricDefaultMutation(), ...done(t('rubric.default_done')) });
  const isUsed = desk.sheets.some(({ points }) => points.length > 0);
  const { criteria } = desk;
  useAnew(form, { criteria });
  const finish = () =>
    save.mutate({ path, body: { edition, criteria: (form.getFieldsValue(true) as Values).criteria } });
  return (
    <section className={css.panel} aria-labelledby="judging-rubric">
      <h2 id="judging-rubric">{t('rubric.title')}</h2>
      {criteria.length === 0 ? <p className={css.quiet}>{t('rubric.empty')}</p> : null}
      {isUsed ? (
        <p className={css.quiet}>{t('rubric.used')}</p>
      ) : (
        <div className={css.acts}>
          <Button
            type={criteria.length === 0 ? 'primary' : 'default'}
            disabled={state === 'revealed'}
            loading={copy.isPending}
            onClick={() => copy.mutate({ path, body: { edition } })}
          >
            {t(criteria.length === 0 ? 'rubric.default' : 'rubric.default_replace')}
          </Button>
        </div>
      )}
      <Form
        form={form}
        layout="vertical"
        disabled={state === 'revealed'}
        initialValues={{ criteria }}
        onFinish={finish}
      >
        <FormErrors form={form} error={save.error} />
        <Lines isUsed={isUsed} saving={save.isPending} />
      </Form>
    </section>
  );
}

function Lines({ isUsed, saving }: { isUsed: boolean; saving: boolean }) {
  const { t } = useTranslation('judgingDesk');
  const fresh = { name: '', anchors: '', stages: [], weight: 20, most_points: 10, is_required: true };
  return (
    <Form.List name="criteria">
      {(fields, { add, remove, move }) => (
        <>
          {fields.map(({ key, name }) => (
            <fieldset key={key} className={css.undo}>
              <legend>{t('rubric.line', { number: name + 1 })}</legend>
              <Fields name={name} isUsed={isUsed} />
              {isUsed ? null : (
                <div className={css.acts}>
                  <Button disabled={name === 0} onClick={() => move(name, name - 1)}>
                    {t('rubric.up', { number: name + 1 })}
                  </Button>
                  <Button disabled={fields.length === 1} onClick={() => remove(name)}>
                    {t('rubric.remove', { number: name + 1 })}
                  </Button>
                </div>
              )}
            </fieldset>
          ))}
          <div className={css.acts}>
            {isUsed ? null : (
              <Button disabled={fields.length >= MOST} onClick={() => add(fresh)}>
                {t('rubric.add')}
              </Button>
            )}
            <Button htmlType="submit" disabled={fields.length === 0} loading={saving}>
              {t('rubric.save')}
            </Button>
          </div>
        </>
      )}
    </Form.List>
  );
}

/** Once points were given, what they mean stands still. */
function Fields({ name, isUsed }: { name: number; isUsed: boolean }) {
  const { t } = useTranslation('judgingDesk');
  return (
    <>
      <Form.Item
        name={[name, 'name']}
        label={t('rubric.name')}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name={[name, 'name_en']} label={t('rubric.name_en')}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name={[name, 'anchors']} label={t('rubric.anchors')}>
        <Input.TextArea maxLength={600} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item name={[name, 'anchors_en']} label={t('rubric.anchors_en')}>
        <Input.TextArea maxLength={1200} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <div className={css.acts}>
        <Form.Item name={[name, 'weight']} label={t('rubric.weight')} rules={[{ required: true }]}>
          <InputNumber min={1} max={100} precision={0} disabled={isUsed} />
        </Form.Item>
        <Form.Item name={[name, 'most_points']} label={t('rubric.most_points')} rules={[{ required: true }]}>
          <InputNumber min={1} max={100} precision={0} disabled={isUsed} />
        </Form.Item>
      </div>
      <Stages name={name} isUsed={isUsed} />
      <Form.Item name={[name, 'is_required']} valuePropName="checked">
        <Checkbox disabled={isUsed}>{t('rubric.required')}</Checkbox>
      </Form.Item>
    </>
  );
}

/** For which pitches a criterion is; to be read once that stands still. */
function Stages({ name, isUsed }: { name: number; isUsed: boolean }) {
  const { t } = useTranslation('judgingDesk');
  const stageLabel = useStageLabel();
  const chosen = (Form.useWatch(['criteria', name, 'stages'], { preserve: true }) ?? []) as string[];
  if (isUsed && chosen.length === 0) return null;
  if (isUsed) {
    return (
      <p className={css.quiet}>
        {t('rubric.stages')}: {chosen.map(stageLabel).join(', ')}
      </p>
    );
  }
  return (
    <Form.Item name={[name, 'stages']} label={t('rubric.stages')}>
      <Select mode="multiple" options={OPEN_STAGES.map((value) => ({ value, label: stageLabel(value) }))} />
    </Form.Item>
  );
}
