import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { QuotaInputRequest } from '@/api';
import { eventsQuotasUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import css from './events.module.css';
import { useWritten } from './useWritten';
import { type EventDetail, kindName } from './words';

interface Line extends Omit<QuotaInputRequest, 'id'> {
  id?: string | null;
}

interface Values {
  quotas: Line[];
}

type Quota = EventDetail['quotas'][number];

/** How many of which kinds: the seats count everything, each further quota some of the kinds. */
export function QuotasEditor({ event }: { event: EventDetail }) {
  const { t } = useTranslation(['events', 'common']);
  const [form] = Form.useForm<Values>();
  const { onSuccess } = useWritten()(t('common:form.saved'));
  const save = useMutation({ ...eventsQuotasUpdateMutation(), onSuccess });
  const [seats, ...further] = event.quotas;
  const initial = further.map(({ id, name, name_en, capacity, kinds }) => ({
    ...{ id, name, name_en, capacity, kinds },
  }));
  useAnew(form, { quotas: initial });
  // With one kind of ticket the seats say all there is to say.
  if (event.ticket_types.length < 2 && further.length === 0) return null;
  const finish = () =>
    save.mutate({
      path: { event_id: event.id },
      body: { edition: event.edition, quotas: (form.getFieldsValue(true) as Values).quotas },
    });
  return (
    <section className={css.panel} aria-labelledby="quotas">
      <h2 id="quotas">{t('events:quotas.title')}</h2>
      <p className={css.quiet}>{t('events:quotas.text')}</p>
      {seats ? <Taken quota={seats} label={t('events:quotas.all')} /> : null}
      <Form form={form} layout="vertical" initialValues={{ quotas: initial }} onFinish={finish}>
        <FormErrors form={form} error={save.error} />
        <Lines event={event} saving={save.isPending} />
      </Form>
    </section>
  );
}

/** How many there are, and how many of them are taken. */
function Taken({ quota, label }: { quota: Quota; label: string }) {
  const { t } = useTranslation('events');
  const { taken, capacity, overbooked } = quota;
  return (
    <p className={css.quota}>
      <strong>{label}</strong>
      <span>{t('quotas.taken', { taken, capacity })}</span>
      {overbooked > 0 ? <span>{t('quotas.overbooked', { count: overbooked })}</span> : null}
    </p>
  );
}

function Lines({ event, saving }: { event: EventDetail; saving: boolean }) {
  const { t, i18n } = useTranslation('events');
  const form = Form.useFormInstance<Values>();
  const quotaAt = (index: number) => {
    const id = form.getFieldValue(['quotas', index, 'id']);
    return event.quotas.find((quota) => quota.id === id);
  };
  return (
    <Form.List name="quotas">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => {
            const stored = quotaAt(name);
            const language = i18n.language;
            return (
              <div key={key} className={css.kindLine}>
                {stored ? <Taken quota={stored} label={kindName(stored, language)} /> : null}
                <Fields name={name} event={event} />
                <div className={css.acts}>
                  <Button onClick={() => remove(name)}>{t('line.remove')}</Button>
                </div>
              </div>
            );
          })}
          <div className={css.acts}>
            <Button
              disabled={fields.length >= 20}
              onClick={() => add({ name: '', name_en: '', capacity: 10, kinds: [] })}
            >
              {t('quotas.add')}
            </Button>
            <Button htmlType="submit" loading={saving}>
              {t('quotas.save')}
            </Button>
          </div>
        </>
      )}
    </Form.List>
  );
}

function Fields({ name, event }: { name: number; event: EventDetail }) {
  const { t, i18n } = useTranslation('events');
  const needed = [{ required: true, message: t('register.needed') }];
  const kinds = event.ticket_types.map((kind) => ({ value: kind.id, label: kindName(kind, i18n.language) }));
  return (
    <>
      <Form.Item name={[name, 'name']} label={t('kinds.name')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name={[name, 'name_en']} label={t('kinds.name_en')}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name={[name, 'capacity']} label={t('quotas.capacity')} rules={needed}>
        <InputNumber min={0} max={100000} precision={0} />
      </Form.Item>
      <Form.Item name={[name, 'kinds']} label={t('quotas.kinds')} rules={needed}>
        <Select mode="multiple" options={kinds} />
      </Form.Item>
    </>
  );
}
