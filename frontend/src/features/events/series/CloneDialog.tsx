import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventsCloneCreateMutation } from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { type EventRow, titleOf } from '../words';

interface CloneDialogProps {
  event: EventRow;
  onClose: () => void;
}

/** On which day the copy begins; then its own desk. */
export function CloneDialog({ event, onClose }: CloneDialogProps) {
  const { t, i18n } = useTranslation(['series', 'events', 'common']);
  const [form] = Form.useForm<{ date: string }>();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const clone = useMutation({
    ...eventsCloneCreateMutation(),
    onSuccess: async ({ id }) => {
      void queryClient.invalidateQueries();
      onClose();
      await navigate({ href: `/org/events/${id}` });
    },
  });
  return (
    <Modal
      open
      title={t('series:clone.of', { title: titleOf(event, i18n.language) })}
      okText={t('series:clone.act')}
      cancelText={t('common:form.cancel')}
      confirmLoading={clone.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t('series:clone.text')}</p>
      <Form
        name="clone"
        form={form}
        layout="vertical"
        onFinish={({ date }) => clone.mutate({ path: { event_id: event.id }, body: { date } })}
      >
        <FormErrors form={form} error={clone.error} />
        <Form.Item
          name="date"
          label={t('series:clone.date')}
          extra={t('series:clone.date_hint')}
          rules={[{ required: true, message: t('events:register.needed') }]}
        >
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
