import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput } from '@/api';
import { FormErrors } from '@/shared/forms/FormErrors';
import css from './guests.module.css';

export interface Decision {
  reason: string;
  pay_until: string | null;
}

interface DecideDialogProps {
  event: EventDetailOutput;
  count: number;
  approve: boolean;
  busy: boolean;
  error: unknown;
  onSend: (decision: Decision) => void;
  onClose: () => void;
}

/** What is told with the decision: a reason to who is refused, and until when to pay to who is approved. */
export function DecideDialog({ event, count, approve, busy, error, onSend, onClose }: DecideDialogProps) {
  const { t } = useTranslation(['guests', 'common']);
  const [form] = Form.useForm<{ reason?: string; pay_until?: string }>();
  const isSold = event.ticket_types.some(({ price }) => Number(price.amount) > 0);
  return (
    <Modal
      open
      title={t(approve ? 'guests:approval.approve_ask' : 'guests:approval.refuse_ask', { count })}
      okText={t(approve ? 'guests:approval.approve_do' : 'guests:approval.refuse_do')}
      okButtonProps={{ danger: !approve }}
      cancelText={t('common:form.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className={css.quiet}>
        {t(approve ? 'guests:approval.approve_text' : 'guests:approval.refuse_text')}
      </p>
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason, pay_until }) =>
          onSend({
            reason: reason?.trim() ?? '',
            pay_until: pay_until ? `${pay_until.slice(0, 16)}:00+08:00` : null,
          })
        }
      >
        <FormErrors form={form} error={error} />
        {approve ? null : (
          <Form.Item
            name="reason"
            label={t('guests:approval.reason')}
            rules={[{ required: true, whitespace: true, message: t('guests:needed') }]}
          >
            <Input.TextArea rows={3} maxLength={400} showCount />
          </Form.Item>
        )}
        {approve && isSold ? (
          <Form.Item
            name="pay_until"
            label={t('guests:approval.pay_until')}
            extra={t('guests:approval.pay_until_hint', { count: event.pay_hours ?? 48 })}
          >
            <Input type="datetime-local" />
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  );
}
