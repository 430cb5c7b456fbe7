import { Button, Checkbox, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EndpointInputRequest } from '@/api';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useKindNames } from './words';

interface EndpointFormProps {
  kinds: string[];
  initial: EndpointInputRequest;
  busy: boolean;
  error: unknown;
  submit: string;
  onSave: (values: EndpointInputRequest) => void;
}

/** An address, and what it is to be told of. */
export function EndpointForm({ kinds, initial, busy, error, submit, onSave }: EndpointFormProps) {
  const { t } = useTranslation('webhooks');
  const nameOf = useKindNames();
  const [form] = Form.useForm<EndpointInputRequest>();
  return (
    <Form form={form} layout="vertical" initialValues={initial} onFinish={onSave}>
      <FormErrors form={form} error={error} />
      <Form.Item name="url" label={t('form.url')} rules={[{ required: true, whitespace: true }]}>
        <Input type="url" maxLength={500} placeholder="https://" />
      </Form.Item>
      <Form.Item name="note" label={t('form.note')}>
        <Input maxLength={80} />
      </Form.Item>
      {/* That one is needed the server says: a group of boxes cannot be marked as required. */}
      <Form.Item name="kinds" label={t('form.kinds')}>
        <Checkbox.Group options={kinds.map((kind) => ({ value: kind, label: nameOf(kind) }))} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {submit}
      </Button>
    </Form>
  );
}
