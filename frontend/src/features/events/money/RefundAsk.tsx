import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnRefundRequest, TicketMoney } from '@/api';
import { ticketRefundRequestMutation } from '@/api/@tanstack/react-query.gen';
import { Money } from '@/shared/Money';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { Problem } from '../registering';

interface RefundAskProps {
  secret: string;
  /** Of an order for several places: what is asked back is for all that are left. */
  several: boolean;
  money: TicketMoney;
  written: (answer: TicketMoney) => void;
}

/** Money asked back once a ticket can no longer simply be given back: the host's rule, the reason, the answer. */
export function RefundAsk({ secret, several, money, written }: RefundAskProps) {
  const { t } = useTranslation('paying');
  const { refund_request: asked, may_ask_refund: may } = money;
  if (!asked && !may) return null;
  return (
    <section className={css.panel} aria-labelledby="refund-ask">
      <h2 id="refund-ask">{t('refund.title')}</h2>
      {asked ? <Asked asked={asked} /> : null}
      {may ? <Ask secret={secret} several={several} money={money} written={written} /> : null}
    </section>
  );
}

function Asked({ asked }: { asked: OwnRefundRequest }) {
  const { t } = useTranslation('paying');
  return (
    <div>
      <p role="status">
        <strong>{t(`refund.state_${asked.state}`)}</strong>{' '}
        <Time value={asked.answered_at ?? asked.created_at} as="datetime" />
      </p>
      {asked.given ? (
        <p>
          {t('refund.given')} <Money value={asked.given} />
        </p>
      ) : null}
      <p className={css.quiet}>{t('refund.your_reason', { reason: asked.reason })}</p>
      {asked.answer ? <p>{t('refund.answer', { answer: asked.answer })}</p> : null}
    </div>
  );
}

function Ask({ secret, several, money, written }: RefundAskProps) {
  const { t } = useTranslation('paying');
  const [open, setOpen] = useState(false);
  const ask = useMutation({
    ...ticketRefundRequestMutation(),
    onSuccess: (answer) => {
      setOpen(false);
      written(answer);
    },
  });
  return (
    <>
      <p>
        {t('refund.rule', { percent: money.request_percent })}{' '}
        <Time value={money.requests_until} as="datetime" />
      </p>
      {several ? <p>{t('refund.for_all')}</p> : null}
      {open ? (
        <Form<{ reason: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={({ reason }) => ask.mutate({ path: { secret }, body: { reason: reason.trim() } })}
        >
          <Problem error={ask.error} />
          <Form.Item
            name="reason"
            label={t('refund.reason')}
            rules={[{ required: true, whitespace: true, message: t('needed') }]}
          >
            <Input.TextArea rows={3} maxLength={400} showCount />
          </Form.Item>
          <Button htmlType="submit" size="large" loading={ask.isPending}>
            {t('refund.do')}
          </Button>
        </Form>
      ) : (
        <Button size="large" onClick={() => setOpen(true)}>
          {t('refund.ask')}
        </Button>
      )}
    </>
  );
}
