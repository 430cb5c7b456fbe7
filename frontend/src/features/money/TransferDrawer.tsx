import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeskTransfer, TransferProof } from '@/api';
import {
  acceptTransferMutation,
  listTransferProofsOptions,
  refuseTransferMutation,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { Facts, fact } from '@/shared/Facts';
import { Money } from '@/shared/Money';
import { Loaded } from '@/shared/states/Loaded';
import { Time } from '@/shared/Time';
import css from './money.module.css';
import { TransferState } from './TransfersPage';

const LONGEST = 200;
const LOOK_AGAIN = 2_000;

/** One transfer: what is owed, what was shown for it, and the payee's yes or no. */
export default function TransferDrawer({
  transfer,
  onClose,
}: {
  transfer: DeskTransfer;
  onClose: () => void;
}) {
  const { t } = useTranslation('money');
  const mayDecide = transfer.allowed_actions.includes('review_transfer') && transfer.state !== 'accepted';
  return (
    <Drawer open title={t('order', { code: transfer.order.code })} onClose={onClose} size={560}>
      <div className={css.drawer}>
        <Facts
          facts={[
            fact(t('column.what'), transfer.order.description),
            fact(t('column.payee'), transfer.order.payee.display_name),
            fact(t('column.price'), <Money value={transfer.order.money} />),
            fact(t('column.state'), <TransferState transfer={transfer} />),
            fact(t('transfers.account'), `${transfer.bank} ${transfer.account_number}`),
            fact(t('transfers.expires_at'), <Time value={transfer.expires_at} as="datetime" />),
            fact(t('transfers.refusal'), transfer.refusal),
            fact(t('transfers.note'), transfer.note),
          ]}
        />
        {transfer.proofs > 0 ? <Proofs transfer={transfer} /> : <p>{t('transfers.no_proof')}</p>}
        {mayDecide ? <Decide transfer={transfer} onDone={onClose} /> : null}
      </div>
    </Drawer>
  );
}

function Proofs({ transfer }: { transfer: DeskTransfer }) {
  const { t } = useTranslation('money');
  const query = useQuery({
    ...listTransferProofsOptions({ path: { transfer_id: transfer.id } }),
    // Pages are made by a worker; while they are, one looks again.
    refetchInterval: ({ state }) => (state.data?.some((one) => one.is_rendering) ? LOOK_AGAIN : false),
  });
  return (
    <section aria-labelledby="proofs">
      <h3 id="proofs">{t('transfers.proofs')}</h3>
      <Loaded query={query}>
        {(proofs) => (
          <ul className={css.refunds}>
            {proofs.map((proof) => (
              <Proof key={proof.id} proof={proof} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function Proof({ proof }: { proof: TransferProof }) {
  const { t } = useTranslation('money');
  return (
    <li className={css.proof}>
      <span className={css.line}>
        <a href={proof.url}>{proof.name}</a>
        <span className={css.quiet}>
          <Time value={proof.created_at} as="datetime" />
        </span>
      </span>
      {proof.is_rendering ? <span className={css.quiet}>{t('transfers.rendering')}</span> : null}
      {proof.pages.map((page, index) => (
        <img
          key={page}
          className={css.page}
          src={page}
          alt={t('transfers.page', { name: proof.name, number: index + 1 })}
        />
      ))}
    </li>
  );
}

function Decide({ transfer, onDone }: { transfer: DeskTransfer; onDone: () => void }) {
  const { t } = useTranslation('money');
  const told = useTold();
  const path = { transfer_id: transfer.id };
  const done = (words: string) => {
    const { onSuccess, onError } = told(words);
    return {
      onError,
      onSuccess: () => {
        onSuccess();
        onDone();
      },
    };
  };
  const accept = useMutation({ ...acceptTransferMutation(), ...done(t('transfers.accepted')) });
  const refuse = useMutation({ ...refuseTransferMutation(), ...done(t('transfers.refused')) });
  return (
    <>
      <Form<{ note?: string }>
        layout="vertical"
        onFinish={({ note }) => accept.mutate({ path, body: { note: note?.trim() ?? '' } })}
      >
        <Form.Item name="note" label={t('transfers.note')} extra={t('transfers.note_hint')}>
          <Input maxLength={LONGEST} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={accept.isPending}>
          {t('transfers.accept')}
        </Button>
      </Form>
      {transfer.state === 'submitted' ? (
        <Form<{ reason: string }>
          layout="vertical"
          onFinish={({ reason }) => refuse.mutate({ path, body: { reason: reason.trim() } })}
        >
          <Form.Item
            name="reason"
            label={t('transfers.reason')}
            rules={[{ required: true, whitespace: true, message: t('refund.reason_needed') }]}
          >
            <Input.TextArea rows={2} maxLength={LONGEST} showCount />
          </Form.Item>
          <Button danger htmlType="submit" loading={refuse.isPending}>
            {t('transfers.refuse')}
          </Button>
        </Form>
      ) : null}
    </>
  );
}
