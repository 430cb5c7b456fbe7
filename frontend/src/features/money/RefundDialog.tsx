import { useMutation } from '@tanstack/react-query';
import { App, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderOutput } from '@/api';
import { refundOrderMutation } from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { money } from '@/shared/money';
import { newNonce } from '@/shared/nonce';
import { useMoved } from './useMoved';

const LONGEST = 200;
const HUNDREDTHS = 2;

interface Given {
  amount: string;
  reason: string;
}

/** How much goes back, and why: who paid is told both. */
export function RefundDialog({ order, onClose }: { order: OrderOutput; onClose: () => void }) {
  const { t, i18n } = useTranslation('money');
  const { message } = App.useApp();
  const [form] = Form.useForm<Given>();
  // One key for as long as the dialog is open: pressed twice, money goes back once.
  const [key] = useState(newNonce);
  const moved = useMoved();
  const give = useMutation({
    ...refundOrderMutation(),
    onSuccess: () => {
      message.success(t('refund.begun'));
      moved();
      onClose();
    },
  });
  const send = ({ amount, reason }: Given) =>
    give.mutate({
      path: { order_id: order.id },
      headers: { 'Idempotency-Key': key },
      body: { money: { amount: String(amount), currency: order.left.currency }, reason: reason.trim() },
    });
  return (
    <Modal
      open
      title={t('refund.dialog', { code: order.code })}
      onCancel={onClose}
      onOk={form.submit}
      okText={t('refund.do')}
      okButtonProps={{ danger: true }}
      cancelText={t('refund.cancel')}
      confirmLoading={give.isPending}
    >
      <Form form={form} layout="vertical" onFinish={send} initialValues={{ amount: order.left.amount }}>
        <FormErrors form={form} error={give.error} />
        <p>{t('refund.effect')}</p>
        <Form.Item
          name="amount"
          label={t('refund.amount')}
          extra={t('refund.most', { sum: money(order.left, i18n.language) })}
          rules={[{ required: true, message: t('refund.amount_needed') }]}
        >
          <InputNumber<string>
            stringMode
            min="0.01"
            max={order.left.amount}
            precision={HUNDREDTHS}
            suffix={order.left.currency}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('refund.reason')}
          rules={[{ required: true, whitespace: true, message: t('refund.reason_needed') }]}
        >
          <Input.TextArea rows={2} maxLength={LONGEST} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}
