import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeskRefundRequest } from '@/api';
import { approveRefundRequestMutation, refuseRefundRequestMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { money } from '@/shared/money';

const LONGEST = 200;
const HUNDREDTHS = 2;

interface Given {
  amount: string;
  answer?: string;
}

/** The two answers; each ends the dialog and reads the desk anew. */
function useAnswers(request: DeskRefundRequest, onClose: () => void) {
  const { t } = useTranslation('money');
  const told = useTold();
  const path = { request_id: request.id };
  const onSuccess = (words: string) => () => {
    told(words).onSuccess();
    onClose();
  };
  const approve = useMutation({
    ...approveRefundRequestMutation(),
    onSuccess: onSuccess(t('requests.agreed')),
  });
  const refuse = useMutation({
    ...refuseRefundRequestMutation(),
    onSuccess: onSuccess(t('requests.declined')),
  });
  const answerOf = (given: Given) => given.answer?.trim() ?? '';
  const { currency } = request.left;
  return {
    isAgreeing: approve.isPending,
    isDeclining: refuse.isPending,
    error: approve.error ?? refuse.error,
    agree: (given: Given) =>
      approve.mutate({
        path,
        body: { money: { amount: String(given.amount), currency }, answer: answerOf(given) },
      }),
    decline: (given: Given) => refuse.mutate({ path, body: { answer: answerOf(given) } }),
  };
}

interface AnswerDialogProps {
  request: DeskRefundRequest;
  onClose: () => void;
}

/** A yes with the sum that goes back, or a no with its reason; who asked is told either. */
export default function AnswerDialog({ request, onClose }: AnswerDialogProps) {
  const { t, i18n } = useTranslation('money');
  const [form] = Form.useForm<Given>();
  const { agree, decline, isAgreeing, isDeclining, error } = useAnswers(request, onClose);
  return (
    <Modal
      open
      title={t('requests.dialog', { code: request.order.code })}
      onCancel={onClose}
      footer={[
        <Button key="no" danger loading={isDeclining} onClick={() => decline(form.getFieldsValue())}>
          {t('requests.refuse')}
        </Button>,
        <Button key="yes" type="primary" loading={isAgreeing} onClick={form.submit}>
          {t('requests.approve')}
        </Button>,
      ]}
    >
      <Form form={form} layout="vertical" onFinish={agree} initialValues={{ amount: request.usual.amount }}>
        <FormErrors form={form} error={error} />
        <p>{request.reason}</p>
        <p>{t('requests.effect')}</p>
        <Form.Item
          name="amount"
          label={t('refund.amount')}
          extra={t('requests.usual', {
            usual: money(request.usual, i18n.language),
            most: money(request.left, i18n.language),
          })}
          rules={[{ required: true, message: t('refund.amount_needed') }]}
        >
          <InputNumber<string>
            stringMode
            min="0.01"
            max={request.left.amount}
            precision={HUNDREDTHS}
            suffix={request.left.currency}
          />
        </Form.Item>
        <Form.Item name="answer" label={t('requests.answer')} extra={t('requests.answer_hint')}>
          <Input.TextArea rows={2} maxLength={LONGEST} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}
