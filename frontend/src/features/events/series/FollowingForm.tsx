import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventSeriesDetail } from '@/api';
import { eventsSeriesUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import css from '../events.module.css';
import { toField } from '../times';
import type { EventDetail } from '../words';
import { following, guestsOf, seenOf } from './rules';

const A_MINUTE = 60_000;

/** What may be changed on many dates; the day stays each one's own. */
function valuesOf(event: EventDetail) {
  const { title, title_en, summary, description, is_online, venue, address, district } = event;
  return {
    ...{ title, title_en, summary, description, is_online, venue, address, district },
    begins: toField(event.starts_at).slice(11),
    minutes: (new Date(event.ends_at).getTime() - new Date(event.starts_at).getTime()) / A_MINUTE,
  };
}

type Values = ReturnType<typeof valuesOf>;

/** Only what somebody has typed anew. */
function changed(values: Values, before: Values): Partial<Values> {
  const names = (Object.keys(before) as (keyof Values)[]).filter((name) => values[name] !== before[name]);
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** This date and those after it, changed alike: words, place and time of day. */
export function FollowingForm({ event, series }: { event: EventDetail; series: EventSeriesDetail }) {
  const { t } = useTranslation('series');
  const [form] = Form.useForm<Values>();
  const confirm = useConfirm();
  const { onSuccess } = useTold()(t('change.done'));
  const update = useMutation({ ...eventsSeriesUpdateMutation(), onSuccess });
  const before = valuesOf(event);
  useAnew(form, before);
  const dates = following(series, event.id, ['draft', 'published']);
  // Of the last one the event's own form is enough.
  if (dates.length < 2) return null;
  const finish = (values: Values) =>
    confirm({
      title: t('change.ask', { count: dates.length }),
      text: t('change.ask_text', { count: guestsOf(dates) }),
      ok: t('change.act'),
      danger: false,
      act: () =>
        update.mutateAsync({
          path: { event_id: event.id },
          body: { events: seenOf(dates), ...changed(values, before) },
        }),
    });
  return (
    <section className={css.panel} aria-labelledby="change-following">
      <h2 id="change-following">{t('change.title')}</h2>
      <p className={css.quiet}>{t('change.text')}</p>
      <Form name="following" form={form} layout="vertical" initialValues={before} onFinish={finish}>
        <FormErrors form={form} error={update.error} />
        <Words />
        <WhenAndWhere />
        <Button htmlType="submit" loading={update.isPending}>
          {t('change.act')}
        </Button>
      </Form>
    </section>
  );
}

function Words() {
  const { t } = useTranslation('events');
  const needed = [{ required: true, whitespace: true, message: t('register.needed') }];
  return (
    <>
      <Form.Item name="title" label={t('field.title')} rules={needed}>
        <Input maxLength={60} showCount />
      </Form.Item>
      <Form.Item name="title_en" label={t('field.title_en')}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="summary" label={t('field.summary')}>
        <Input maxLength={120} showCount />
      </Form.Item>
      <Form.Item name="description" label={t('field.description')} extra={t('hint.description')}>
        <Input.TextArea rows={4} maxLength={8000} />
      </Form.Item>
    </>
  );
}

function WhenAndWhere() {
  const { t } = useTranslation(['events', 'series']);
  const needed = [{ required: true, message: t('events:register.needed') }];
  return (
    <>
      <Form.Item name="begins" label={t('series:change.begins')} extra={t('events:hint.zone')} rules={needed}>
        <Input type="time" />
      </Form.Item>
      <Form.Item name="minutes" label={t('series:change.minutes')} rules={needed}>
        <InputNumber min={1} max={20160} precision={0} />
      </Form.Item>
      <Form.Item name="is_online" valuePropName="checked">
        <Checkbox>{t('events:field.is_online')}</Checkbox>
      </Form.Item>
      <Form.Item name="venue" label={t('events:field.venue')}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="address" label={t('events:field.address')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="district" label={t('events:field.district')}>
        <Input maxLength={80} />
      </Form.Item>
    </>
  );
}
