import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeriesRuleEnum } from '@/api';
import { eventsSeriesCreateMutation, eventsSeriesDatesOptions } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import css from '../events.module.css';
import { Problem, useKeyOf } from '../registering';
import { toField } from '../times';
import type { EventDetail } from '../words';
import { dayInWords, RULES, ruleInWords } from './rules';

interface Values {
  title: string;
  rule: SeriesRuleEnum;
  ends: 'count' | 'until';
  count: number;
  until?: string;
}

/** How it ends, in the one way that is chosen; null while that is not filled in. */
function endOf({ ends, count, until }: Values) {
  if (ends === 'count') return count >= 2 ? { count } : null;
  return until ? { until } : null;
}

/** One event is made into many: the rule, its days to look at, and those that are left out. */
export function SeriesMaker({ event }: { event: EventDetail }) {
  const { t } = useTranslation('series');
  const [form] = Form.useForm<Values>();
  const initial: Values = { title: event.title, rule: 'weekly', ends: 'count', count: 4 };
  const [values, setValues] = useState(initial);
  const [leftOut, setLeftOut] = useState<string[]>([]);
  const end = endOf(values);
  const path = { event_id: event.id };
  const days = useQuery({
    ...eventsSeriesDatesOptions({ path, query: { rule: values.rule, ...end } }),
    enabled: end !== null,
    placeholderData: keepPreviousData,
  });
  const shown = days.isError || !end ? [] : (days.data?.results ?? []);
  const { onSuccess } = useTold()(t('make.done'));
  const make = useMutation({ ...eventsSeriesCreateMutation(), onSuccess });
  const keyOf = useKeyOf();
  const finish = () => {
    const left_out = leftOut.filter((day) => shown.includes(day));
    const body = { edition: event.edition, title: values.title, rule: values.rule, ...end, left_out };
    make.mutate({ path, body, headers: { 'Idempotency-Key': keyOf(body) } });
  };
  const change = (_: unknown, all: Values) => setValues(all);
  return (
    <section className={css.panel} aria-labelledby="make-series">
      <h2 id="make-series">{t('make.title')}</h2>
      <p className={css.quiet}>{t('make.text')}</p>
      <Form
        name="series"
        form={form}
        layout="vertical"
        initialValues={initial}
        onValuesChange={change}
        onFinish={finish}
      >
        <FormErrors form={form} error={make.error} />
        <Rule event={event} ends={values.ends} />
        <Problem error={end ? days.error : null} />
        <Days days={shown} leftOut={leftOut} onChange={setLeftOut} />
        <Button htmlType="submit" loading={make.isPending} disabled={shown.length < 2}>
          {t('make.act')}
        </Button>
      </Form>
    </section>
  );
}

function Rule({ event, ends }: { event: EventDetail; ends: Values['ends'] }) {
  const { t, i18n } = useTranslation('series');
  const first = toField(event.starts_at).slice(0, 10);
  const rules = RULES.map((rule) => {
    const { name, values } = ruleInWords(rule, first, i18n.language);
    return { value: rule, label: t(`rule.${name}`, values) };
  });
  return (
    <>
      <Form.Item name="title" label={t('make.name')} extra={t('make.name_hint')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="rule" label={t('make.rule')}>
        <Select options={rules} />
      </Form.Item>
      <Form.Item name="ends" label={t('make.ends')}>
        <Radio.Group
          options={(['count', 'until'] as const).map((value) => ({ value, label: t(`make.by_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="count" label={t('make.count')} extra={t('make.count_hint')} hidden={ends !== 'count'}>
        <InputNumber min={2} max={52} precision={0} />
      </Form.Item>
      <Form.Item name="until" label={t('make.until')} hidden={ends !== 'until'}>
        <Input type="date" />
      </Form.Item>
    </>
  );
}

interface DaysProps {
  days: string[];
  leftOut: string[];
  onChange: (leftOut: string[]) => void;
}

/** Each day with a box; the first is the event itself. */
function Days({ days, leftOut, onChange }: DaysProps) {
  const { t, i18n } = useTranslation('series');
  const kept = days.filter((day) => !leftOut.includes(day));
  return (
    <fieldset className={css.question}>
      <legend>{t('make.days', { count: kept.length })}</legend>
      <Checkbox.Group
        className={css.kinds}
        value={kept}
        options={days.map((day, index) => ({
          value: day,
          label: dayInWords(day, i18n.language),
          disabled: index === 0,
        }))}
        onChange={(chosen) => onChange(days.filter((day) => !chosen.includes(day)))}
      />
    </fieldset>
  );
}
