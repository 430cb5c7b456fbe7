import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefundOutput } from '@/api';
import { retryRefundMutation, settleRefundMutation } from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Money } from '@/shared/Money';
import { StateBadge } from '@/shared/StateBadge';
import { Time } from '@/shared/Time';
import { useRefusalText } from '@/shared/useRefusalText';
import css from './money.module.css';
import { useMoved } from './useMoved';

const LONGEST = 200;

/** One refund. Of one that failed: asked for again, or written down as given back elsewhere. */
export function RefundLine({ refund, mayMend }: { refund: RefundOutput; mayMend: boolean }) {
  const { t } = useTranslation('money');
  const [settles, setSettles] = useState(false);
  const moved = useMoved();
  const refusal = useRefusalText();
  const retry = useMutation({ ...retryRefundMutation(), onSuccess: moved });
  const isFailed = refund.state === 'failed';
  const isByHand = refund.is_by_hand && refund.state === 'requested';
  const tone = { failed: 'attention', done: 'ok' } as const;
  return (
    <li className={css.refund}>
      <span className={css.line}>
        <Money value={refund.money} />
        <StateBadge
          tone={tone[refund.state as keyof typeof tone] ?? 'plain'}
          label={t(`refund_state.${refund.state}`)}
        />
      </span>
      <span className={css.quiet}>
        {t(`cause.${refund.cause}`)} · <Time value={refund.done_at ?? refund.created_at} as="datetime" />
      </span>
      {refund.reason ? <span>{refund.reason}</span> : null}
      {refund.settled_note ? <span>{t('settle.noted', { note: refund.settled_note })}</span> : null}
      {isFailed ? (
        <span className={css.failed}>{t('refund.failed', { error: refund.last_error })}</span>
      ) : null}
      {isByHand ? <span className={css.failed}>{t('refund.by_hand')}</span> : null}
      {(isFailed || isByHand) && mayMend ? (
        <span className={css.line}>
          {isFailed ? (
            <Button
              size="small"
              loading={retry.isPending}
              onClick={() => retry.mutate({ path: { refund_id: refund.id } })}
            >
              {t('refund.again')}
            </Button>
          ) : null}
          <Button size="small" onClick={() => setSettles(true)}>
            {t('settle.do')}
          </Button>
        </span>
      ) : null}
      {retry.error ? <span className={css.failed}>{refusal(retry.error)}</span> : null}
      {settles ? <SettleDialog refund={refund} onClose={() => setSettles(false)} /> : null}
    </li>
  );
}

function SettleDialog({ refund, onClose }: { refund: RefundOutput; onClose: () => void }) {
  const { t } = useTranslation('money');
  const [form] = Form.useForm<{ note: string }>();
  const moved = useMoved();
  const settle = useMutation({
    ...settleRefundMutation(),
    onSuccess: () => {
      moved();
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('settle.title')}
      onCancel={onClose}
      onOk={form.submit}
      okText={t('settle.do')}
      cancelText={t('refund.cancel')}
      confirmLoading={settle.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ note }) =>
          settle.mutate({ path: { refund_id: refund.id }, body: { note: note.trim() } })
        }
      >
        <FormErrors form={form} error={settle.error} />
        <p>{t('settle.text')}</p>
        <Form.Item
          name="note"
          label={t('settle.note')}
          rules={[{ required: true, whitespace: true, message: t('settle.needed') }]}
        >
          <Input.TextArea rows={2} maxLength={LONGEST} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}
