import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OwnTransfer, TicketMoney } from '@/api';
import { ticketTransferMutation } from '@/api/@tanstack/react-query.gen';
import { uploadFile } from '@/app/upload';
import { Facts, fact } from '@/shared/Facts';
import { FileDrop } from '@/shared/files/FileDrop';
import { Money } from '@/shared/Money';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { Problem } from '../registering';
import type { Ticket } from '../words';

const RULES = { endings: ['.pdf', '.png', '.jpg', '.jpeg'], maxBytes: 20 * 1024 * 1024 };

interface TicketTransferProps {
  ticket: Ticket;
  money: TicketMoney;
  written: (answer: TicketMoney) => void;
}

/** Paying from a bank: offered, or chosen with its account, its proofs and what the host said of them. */
export function TicketTransfer({ ticket, money, written }: TicketTransferProps) {
  const { t } = useTranslation('paying');
  const { transfer, transfer_until: until } = money;
  if (!transfer && !until) return null;
  // Once it is paid or given up the account is no longer anybody's business.
  if (transfer && ticket.state === 'confirmed') return null;
  return (
    <section className={css.panel} aria-labelledby="transfer">
      <h2 id="transfer">{t('transfer.title')}</h2>
      {transfer ? (
        <Chosen secret={ticket.secret} transfer={transfer} written={written} />
      ) : (
        <Offered secret={ticket.secret} until={until ?? ''} written={written} />
      )}
    </section>
  );
}

interface OfferedProps {
  secret: string;
  until: string;
  written: (answer: TicketMoney) => void;
}

function Offered({ secret, until, written }: OfferedProps) {
  const { t } = useTranslation('paying');
  const choose = useMutation({ ...ticketTransferMutation(), onSuccess: written });
  return (
    <>
      <p>
        {t('transfer.offer')} <Time value={until} as="datetime" />
      </p>
      <Problem error={choose.error} />
      <Button size="large" loading={choose.isPending} onClick={() => choose.mutate({ path: { secret } })}>
        {t('transfer.choose')}
      </Button>
    </>
  );
}

interface ChosenProps {
  secret: string;
  transfer: OwnTransfer;
  written: (answer: TicketMoney) => void;
}

function Chosen({ secret, transfer, written }: ChosenProps) {
  const { t } = useTranslation('paying');
  const takesProof = ['awaited', 'refused', 'submitted'].includes(transfer.state);
  return (
    <>
      <p role="status">
        {t(`transfer.text_${transfer.state}`)}{' '}
        {takesProof && transfer.state !== 'submitted' ? (
          <Time value={transfer.expires_at} as="datetime" />
        ) : null}
      </p>
      {transfer.state === 'refused' ? (
        <p className={css.notice} role="alert">
          {t('transfer.refusal', { reason: transfer.refusal })}
        </p>
      ) : null}
      {takesProof ? <Account transfer={transfer} /> : null}
      {transfer.proofs.length > 0 ? (
        <p className={css.quiet}>{t('transfer.sent', { names: transfer.proofs.join('、') })}</p>
      ) : null}
      {takesProof ? (
        <FileDrop<TicketMoney>
          label={t(transfer.proofs.length > 0 ? 'transfer.another' : 'transfer.upload')}
          rules={RULES}
          send={(file, onProgress, signal) =>
            uploadFile<TicketMoney>({
              url: `/api/v1/tickets/${secret}/money/transfer/proofs/`,
              file,
              onProgress,
              signal,
            })
          }
          onDone={written}
        />
      ) : null}
    </>
  );
}

function Account({ transfer }: { transfer: OwnTransfer }) {
  const { t } = useTranslation('paying');
  return (
    <Facts
      facts={[
        fact(t('account.name'), transfer.account_name),
        fact(t('account.bank'), transfer.bank),
        fact(t('account.number'), transfer.account_number),
        fact(t('transfer.amount'), <Money value={transfer.money} />),
        fact(t('transfer.reference'), <strong>{transfer.reference}</strong>),
        fact(t('account.note'), transfer.account_note),
      ]}
    />
  );
}
