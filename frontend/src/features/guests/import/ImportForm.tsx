import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, ImportBasisEnum } from '@/api';
import { eventsGuestsImportMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { AppLink } from '@/shared/AppLink';
import { FormErrors } from '@/shared/forms/FormErrors';
import css from '../guests.module.css';
import type { Table } from './table';

interface ImportFormProps {
  event: EventDetailOutput;
  table: Table;
  /** The numbers of the lines that are brought in. */
  lines: number[];
  onDone: () => void;
}

interface Values {
  basis: ImportBasisEnum;
  basis_note: string;
  sends_letters: boolean;
}

const BASES = ['agreed', 'contract'] as const satisfies ImportBasisEnum[];

/** By what right guests are brought in who have agreed to nothing here, and whether they are told. */
export function ImportForm({ event, table, lines, onDone }: ImportFormProps) {
  const { t } = useTranslation('guestImport');
  const [form] = Form.useForm<Values>();
  const { onSuccess } = useTold()('');
  const send = useMutation({
    ...eventsGuestsImportMutation(),
    onSuccess: () => {
      onSuccess();
      onDone();
    },
  });
  const count = lines.length;
  return (
    <section className={css.panel} aria-labelledby="import-do">
      <h2 id="import-do">{t('do.title')}</h2>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ basis: 'agreed', basis_note: '', sends_letters: true }}
        onFinish={(values) =>
          send.mutate({ path: { event_id: event.id }, body: { ...table, ...values, lines } })
        }
      >
        <FormErrors form={form} error={send.error} />
        <Form.Item name="basis" label={t('do.basis')}>
          <Select options={BASES.map((value) => ({ value, label: t(`basis.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="basis_note"
          label={t('do.note')}
          extra={t('do.note_text')}
          rules={[{ required: true, whitespace: true }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="sends_letters" valuePropName="checked">
          <Checkbox>{t('do.letters')}</Checkbox>
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={send.isPending} disabled={count === 0}>
          {t('do.import', { count })}
        </Button>
      </Form>
      {send.data ? (
        <p role="status">
          {t('do.done', send.data)}{' '}
          <AppLink href={`/org/events/${event.id}/guests`}>{t('do.to_guests')}</AppLink>
        </p>
      ) : null}
    </section>
  );
}
