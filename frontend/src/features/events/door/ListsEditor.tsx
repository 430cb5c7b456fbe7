import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CheckInListInputRequest } from '@/api';
import { eventsDoorListsUpdateMutation, eventsDoorRetrieveQueryKey } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import css from '../events.module.css';
import { type EventDetail, kindName } from '../words';
import type { DoorDesk } from './words';

const MODES = ['once', 'daily', 'many'] as const;

interface Values {
  lists: CheckInListInputRequest[];
}

/** The doors of an event: written, ordered and saved together. */
export function ListsEditor({ event, desk }: { event: EventDetail; desk: DoorDesk }) {
  const { t } = useTranslation(['door', 'common']);
  const [form] = Form.useForm<Values>();
  const queryClient = useQueryClient();
  const { onSuccess } = useTold()(t('common:form.saved'));
  const path = { event_id: event.id };
  const save = useMutation({
    ...eventsDoorListsUpdateMutation(),
    // The lists are there before the event's next edition is, with which older ones would be written over them.
    onSuccess: (written) => {
      queryClient.setQueryData(eventsDoorRetrieveQueryKey({ path }), written);
      onSuccess();
    },
  });
  const lists = desk.lists.map(({ id, name, name_en, mode, takes_entries, takes_exits, kinds }) => ({
    ...{ id, name, name_en, mode, takes_entries, takes_exits, kinds },
  }));
  useAnew(form, { lists });
  const finish = () =>
    save.mutate({
      path,
      body: { edition: event.edition, lists: (form.getFieldsValue(true) as Values).lists },
    });
  return (
    <section className={css.panel} aria-labelledby="door-lists">
      <h2 id="door-lists">{t('door:lists.title')}</h2>
      <p className={css.quiet}>{t('door:lists.text')}</p>
      <Form form={form} layout="vertical" initialValues={{ lists }} onFinish={finish}>
        <FormErrors form={form} error={save.error} />
        <Lines event={event} saving={save.isPending} />
      </Form>
    </section>
  );
}

function Lines({ event, saving }: { event: EventDetail; saving: boolean }) {
  const { t } = useTranslation(['door', 'events']);
  const fresh = { name: '', mode: 'once', takes_entries: true, takes_exits: false, kinds: [] };
  return (
    <Form.List name="lists">
      {(fields, { add, remove, move }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} className={css.kindLine}>
              <Fields event={event} name={name} />
              <div className={css.acts}>
                <Button disabled={name === 0} onClick={() => move(name, name - 1)}>
                  {t('events:line.up')}
                </Button>
                <Button disabled={fields.length === 1} onClick={() => remove(name)}>
                  {t('events:line.remove')}
                </Button>
              </div>
            </div>
          ))}
          <div className={css.acts}>
            <Button disabled={fields.length >= 20} onClick={() => add(fresh)}>
              {t('door:lists.add')}
            </Button>
            <Button htmlType="submit" loading={saving}>
              {t('door:lists.save')}
            </Button>
          </div>
        </>
      )}
    </Form.List>
  );
}

function Fields({ event, name }: { event: EventDetail; name: number }) {
  const { t, i18n } = useTranslation(['door', 'events']);
  const needed = [{ required: true, whitespace: true, message: t('events:register.needed') }];
  const kinds = event.ticket_types.map((kind) => ({ value: kind.id, label: kindName(kind, i18n.language) }));
  return (
    <>
      <Form.Item name={[name, 'name']} label={t('door:lists.name')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name={[name, 'name_en']} label={t('door:lists.name_en')}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name={[name, 'mode']} label={t('door:lists.mode')}>
        <Select options={MODES.map((value) => ({ value, label: t(`door:lists.mode_${value}`) }))} />
      </Form.Item>
      <Form.Item name={[name, 'kinds']} label={t('door:lists.kinds')}>
        <Select mode="multiple" options={kinds} placeholder={t('door:lists.all_kinds')} />
      </Form.Item>
      <Form.Item name={[name, 'takes_entries']} valuePropName="checked">
        <Checkbox>{t('door:lists.takes_entries')}</Checkbox>
      </Form.Item>
      <Form.Item name={[name, 'takes_exits']} valuePropName="checked">
        <Checkbox>{t('door:lists.takes_exits')}</Checkbox>
      </Form.Item>
    </>
  );
}
