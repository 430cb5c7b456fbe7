import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import type { ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  eventsAdmittedRetrieveOptions,
  eventsAdmittedRetrieveQueryKey,
  eventsAdmittedUpdateMutation,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Loaded } from '@/shared/states/Loaded';
import css from '../events.module.css';
import { type EventDetail, kindName } from '../words';

type Kind = EventDetail['ticket_types'][number];

/** Whom the kinds of tickets are for that are for a list; nothing where there is none. */
export function AdmittedEditor({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation('events');
  const kinds = event.ticket_types.filter(({ is_for_list }) => is_for_list);
  if (kinds.length === 0) return null;
  return (
    <section className={css.panel} aria-labelledby="admitted">
      <h2 id="admitted">{t('admission.list_title')}</h2>
      <p className={css.quiet}>{t('admission.list_text')}</p>
      {kinds.map((kind) => (
        <List key={kind.id} event={event} kind={kind} label={kindName(kind, i18n.language)} />
      ))}
    </section>
  );
}

interface ListProps {
  event: EventDetail;
  kind: Kind;
  label: string;
}

function List({ event, kind, label }: ListProps) {
  const path = { event_id: event.id, type_id: kind.id };
  const query = useQuery(eventsAdmittedRetrieveOptions({ path }));
  return (
    <Loaded query={query} height={180}>
      {({ values, count }) => <ListForm key={count} path={path} label={label} values={values} />}
    </Loaded>
  );
}

interface ListFormProps {
  path: { event_id: string; type_id: string };
  label: string;
  values: string[];
}

function ListForm({ path, label, values }: ListFormProps) {
  const { t } = useTranslation(['events', 'common']);
  const [form] = Form.useForm<{ table?: string }>();
  const queryClient = useQueryClient();
  const { onSuccess: tell } = useTold()(t('common:form.saved'));
  const save = useMutation({
    ...eventsAdmittedUpdateMutation(),
    onSuccess: (written) => {
      queryClient.setQueryData(eventsAdmittedRetrieveQueryKey({ path }), written);
      tell();
    },
  });
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const table = await target.files?.[0]?.text();
    target.value = '';
    if (table !== undefined) form.setFieldValue('table', table);
  };
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ table: values.join('\n') }}
      onFinish={({ table }) => save.mutate({ path, body: { table: table ?? '' } })}
    >
      <FormErrors form={form} error={save.error} />
      <Form.Item
        name="table"
        label={label}
        extra={t('events:admission.list_count', { count: values.length })}
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 14 }} spellCheck={false} />
      </Form.Item>
      <div className={css.acts}>
        <label className={css.file}>
          {t('events:admission.file')}
          <input type="file" accept=".csv,.txt,text/csv,text/plain" onChange={(event) => void read(event)} />
        </label>
        <Button htmlType="submit" loading={save.isPending}>
          {t('events:admission.save')}
        </Button>
      </div>
    </Form>
  );
}
