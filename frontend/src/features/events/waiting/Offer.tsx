import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '@/api';
import {
  myTicketsListQueryKey,
  waitingAcceptCreateMutation,
  waitingDeclineCreateMutation,
} from '@/api/@tanstack/react-query.gen';
import { Money } from '@/shared/Money';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { Problem } from '../registering';
import { isFree, kindName } from '../words';
import { useEntryWritten } from './useEntryWritten';

/** The place that is kept, until when, and the two answers. */
export function Offer({ entry }: { entry: Waiting }) {
  const { t, i18n } = useTranslation('events');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const path = { secret: entry.secret };
  const accept = useMutation({
    ...waitingAcceptCreateMutation(),
    onSuccess: async ({ secret }) => {
      await navigate({ to: '/me/tickets/$secret', params: { secret } });
      await queryClient.invalidateQueries({ queryKey: myTicketsListQueryKey() });
    },
  });
  const decline = useMutation({ ...waitingDeclineCreateMutation(), onSuccess: useEntryWritten() });
  const kind = entry.offered_kind;
  if (!kind) return null;
  return (
    <section className={css.panel} aria-labelledby="offer">
      <h2 id="offer">{t('waiting.state_offered')}</h2>
      <p className={css.sum}>{isFree(kind) ? t('register.free') : <Money value={kind.price} />}</p>
      <p>{kindName(kind, i18n.language)}</p>
      <p role="status">
        {t('waiting.until')}{' '}
        {entry.offer_expires_at ? <Time value={entry.offer_expires_at} as="datetime" /> : null}
      </p>
      <Problem error={accept.error ?? decline.error} />
      <Button
        type="primary"
        size="large"
        block
        loading={accept.isPending}
        onClick={() => accept.mutate({ path })}
      >
        {t(isFree(kind) ? 'waiting.accept' : 'waiting.accept_pay')}
      </Button>
      <Button size="large" block loading={decline.isPending} onClick={() => decline.mutate({ path })}>
        {t('waiting.decline')}
      </Button>
    </section>
  );
}
