import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenTransfer, TicketActs } from '@/api';
import {
  ticketsActsRetrieveQueryKey,
  ticketsTransferCreateMutation,
  ticketsTransferWithdrawCreateMutation,
} from '@/api/@tanstack/react-query.gen';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { showFields } from '../RegistrationFields';
import { Problem } from '../registering';

interface TransferProps {
  secret: string;
  /** Somebody who was asked and has not answered. */
  open: OpenTransfer | null;
}

/** Giving the ticket to somebody else: it stays the holder's until the other one has agreed. */
export function Transfer({ secret, open }: TransferProps) {
  const { t } = useTranslation('events');
  const [asks, setAsks] = useState(false);
  const queryClient = useQueryClient();
  const path = { secret };
  const written = (acts: TicketActs) => {
    queryClient.setQueryData(ticketsActsRetrieveQueryKey({ path }), acts);
    setAsks(false);
  };
  const withdraw = useMutation({ ...ticketsTransferWithdrawCreateMutation(), onSuccess: written });
  if (open) {
    return (
      <div className={css.notice}>
        <p>{t('holding.asked', { contact: open.contact })}</p>
        <p>
          {t('holding.until')} <Time value={open.expires_at} as="datetime" />
        </p>
        <Problem error={withdraw.error} />
        <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ path })}>
          {t('holding.withdraw')}
        </Button>
      </div>
    );
  }
  if (!asks) return <Button onClick={() => setAsks(true)}>{t('holding.transfer')}</Button>;
  return <TransferForm secret={secret} onWritten={written} onClose={() => setAsks(false)} />;
}

interface TransferFormProps {
  secret: string;
  onWritten: (acts: TicketActs) => void;
  onClose: () => void;
}

function TransferForm({ secret, onWritten, onClose }: TransferFormProps) {
  const { t } = useTranslation('events');
  const [form] = Form.useForm<{ contact: string }>();
  const offer = useMutation({
    ...ticketsTransferCreateMutation(),
    onSuccess: onWritten,
    onError: (error) => showFields(form, error),
  });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={({ contact }) => offer.mutate({ path: { secret }, body: { contact: contact.trim() } })}
      aria-label={t('holding.transfer')}
    >
      <p className={css.quiet}>{t('holding.transfer_text')}</p>
      <Problem error={offer.error} />
      <Form.Item
        name="contact"
        label={t('holding.contact')}
        rules={[{ required: true, whitespace: true, message: t('register.needed') }]}
      >
        <Input size="large" autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={254} />
      </Form.Item>
      <div className={css.acts}>
        <Button type="primary" htmlType="submit" loading={offer.isPending}>
          {t('holding.transfer_do')}
        </Button>
        <Button onClick={onClose}>{t('asking.cancel')}</Button>
      </div>
    </Form>
  );
}
