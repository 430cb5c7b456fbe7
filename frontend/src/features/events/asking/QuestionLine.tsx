import { Checkbox, Form, Input, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import css from '../events.module.css';
import { deciding, hasOptions, KINDS, type Line, PHASES, valuesOf } from './lines';
import type { Values } from './QuestionsEditor';

/** One question: its words, what an answer looks like, and when it is shown. */
export function QuestionLine({ name }: { name: number }) {
  const { t } = useTranslation('events');
  const needed = [{ required: true, whitespace: true, message: t('register.needed') }];
  const own = Form.useWatch<Line | undefined>(['questions', name]);
  return (
    <div className={css.kindLine}>
      <Form.Item name={[name, 'label']} label={t('asking.label')} rules={needed} className={css.wide ?? ''}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name={[name, 'label_en']} label={t('asking.label_en')} className={css.wide ?? ''}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name={[name, 'kind']} label={t('asking.kind')}>
        <Select options={KINDS.map((value) => ({ value, label: t(`asking.kind_${value}`) }))} />
      </Form.Item>
      <Form.Item name={[name, 'phase']} label={t('asking.phase')}>
        <Select options={PHASES.map((value) => ({ value, label: t(`asking.phase_${value}`) }))} />
      </Form.Item>
      {hasOptions(own?.kind) ? (
        <Form.Item
          name={[name, 'options']}
          label={t('asking.options')}
          extra={t('asking.options_hint')}
          rules={needed}
          className={css.wide ?? ''}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={8000} />
        </Form.Item>
      ) : null}
      <Condition name={name} />
      <Marks name={name} mayBeGated={own?.phase !== 'confirmed'} />
    </div>
  );
}

/** What holds of the question beside its words: each a tick with what it does. */
function Marks({ name, mayBeGated }: { name: number; mayBeGated: boolean }) {
  const { t } = useTranslation('events');
  return (
    <>
      <Form.Item name={[name, 'is_required']} valuePropName="checked">
        <Checkbox>{t('asking.is_required')}</Checkbox>
      </Form.Item>
      {mayBeGated ? (
        <Form.Item name={[name, 'is_gated']} valuePropName="checked" extra={t('asking.is_gated_hint')}>
          <Checkbox>{t('asking.is_gated')}</Checkbox>
        </Form.Item>
      ) : null}
      <Form.Item name={[name, 'is_per_place']} valuePropName="checked" extra={t('asking.is_per_place_hint')}>
        <Checkbox>{t('asking.is_per_place')}</Checkbox>
      </Form.Item>
      <Form.Item
        name={[name, 'is_shown_at_door']}
        valuePropName="checked"
        extra={t('asking.is_shown_at_door_hint')}
      >
        <Checkbox>{t('asking.is_shown_at_door')}</Checkbox>
      </Form.Item>
      <Form.Item
        name={[name, 'is_asked_at_door']}
        valuePropName="checked"
        extra={t('asking.is_asked_at_door_hint')}
      >
        <Checkbox>{t('asking.is_asked_at_door')}</Checkbox>
      </Form.Item>
    </>
  );
}

/** Shown always, or once an earlier question has one of some answers. */
function Condition({ name }: { name: number }) {
  const { t } = useTranslation('events');
  const form = Form.useFormInstance<Values>();
  // Ids stand in no field.
  const lines = Form.useWatch<(Line | undefined)[] | undefined>('questions', { preserve: true }) ?? [];
  const earlier = deciding(lines, name);
  const chosen = lines[name]?.shown_if;
  const other = earlier.find(({ id }) => id === chosen);
  useEffect(() => {
    // What it depended on was moved below it, or is gone.
    if (chosen && !other) form.setFieldValue(['questions', name, 'shown_if'], undefined);
  }, [chosen, other, form, name]);
  if (earlier.length === 0) return null;
  const wordOf = (value: string) => (other?.kind === 'yes_no' ? t(`asking.${value as 'yes' | 'no'}`) : value);
  return (
    <>
      <Form.Item name={[name, 'shown_if']} label={t('asking.shown_if')}>
        <Select
          allowClear
          placeholder={t('asking.shown_always')}
          options={earlier.map(({ id, label }) => ({ value: id, label: label || '…' }))}
          onChange={() => form.setFieldValue(['questions', name, 'shown_if_values'], [])}
        />
      </Form.Item>
      {other ? (
        <Form.Item
          name={[name, 'shown_if_values']}
          label={t('asking.shown_if_values')}
          rules={[{ required: true, message: t('register.needed') }]}
        >
          <Select
            mode="multiple"
            options={valuesOf(other).map((value) => ({ value, label: wordOf(value) }))}
          />
        </Form.Item>
      ) : null}
    </>
  );
}
