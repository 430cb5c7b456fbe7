import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/app/acts';
import { viewerQuery } from '@/app/viewer';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { AddAddress } from './AddAddress';
import css from './account.module.css';
import { type Address, isRemovable, type Kind, makePrimary, readAddresses, remove } from './addresses';
import { Prove, useGuarded } from './Prove';

const KEY = ['my-addresses'];

interface RowProps {
  address: Address;
  removable: boolean;
  onPrimary: () => void;
  onRemove: () => void;
}

function AddressRow({ address, removable, onPrimary, onRemove }: RowProps) {
  const { t } = useTranslation('account');
  const { kind, value, verified, primary } = address;
  const isMine = verified && !primary;
  return (
    <li>
      <span>
        {value} {primary && kind === 'email' ? <Tag color="blue">{t('address.primary')}</Tag> : null}
        {verified ? null : <Tag>{t('address.unproved')}</Tag>}
      </span>
      {removable ? (
        <span className={css.acts}>
          {isMine ? (
            <Button aria-label={t('address.make_primary_of', { value })} onClick={onPrimary}>
              {t('address.make_primary')}
            </Button>
          ) : null}
          <Button danger aria-label={t('address.remove_of', { value })} onClick={onRemove}>
            {t('address.remove')}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

/** What I sign in by and am written to: adding by a code, choosing the primary one, removing the rest. */
export function Addresses() {
  const { t } = useTranslation(['account', 'common']);
  const queryClient = useQueryClient();
  const confirm = useConfirm();
  const { waiting, run, cancel } = useGuarded();
  const [adding, setAdding] = useState<Kind | null>(null);
  const list = useQuery({ queryKey: KEY, queryFn: readAddresses });
  const refresh = () =>
    Promise.all([KEY, viewerQuery.queryKey].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  const change = (act: () => Promise<unknown>) => run(() => act().then(refresh));
  const askToRemove = (address: Address) =>
    confirm({
      title: t('account:address.remove_ask', { value: address.value }),
      ok: t('account:address.remove'),
      act: () => change(() => remove(address)),
    });
  const hasPhone = list.data?.some(({ kind }) => kind === 'phone') ?? false;
  return (
    <section className={css.panel} aria-labelledby="addresses">
      <h2 id="addresses">{t('account:address.title')}</h2>
      <p className={css.note}>{t('account:address.text')}</p>
      {list.isPending ? <LoadingState height={120} /> : null}
      {list.error ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      <ul className={css.rows}>
        {list.data?.map((address) => (
          <AddressRow
            key={address.value}
            address={address}
            removable={isRemovable(address, list.data)}
            onPrimary={() => void change(() => makePrimary(address.value))}
            onRemove={() => askToRemove(address)}
          />
        ))}
      </ul>
      {waiting ? <Prove waiting={waiting} run={run} onCancel={cancel} /> : null}
      {adding ? (
        <AddAddress
          key={adding}
          kind={adding}
          onDone={() => {
            setAdding(null);
            void refresh();
          }}
        />
      ) : (
        <div className={css.acts}>
          <Button onClick={() => setAdding('email')}>{t('account:address.add_email')}</Button>
          <Button onClick={() => setAdding('phone')}>
            {t(hasPhone ? 'account:address.change_phone' : 'account:address.add_phone')}
          </Button>
        </div>
      )}
    </section>
  );
}
