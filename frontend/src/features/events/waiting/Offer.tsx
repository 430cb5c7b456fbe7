import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '@/api';
import { waitingDeclineCreateMutation } from '@/api/@tanstack/react-query.gen';
import { Money } from '@/shared/Money';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { totalOf } from '../offer';
import { Problem } from '../registering';
import { isFree, kindName } from '../words';
import { useEntryWritten } from './useEntryWritten';

// Fields weigh more than the rest of the page.
const AcceptForm = lazy(() => import('./AcceptForm').then((found) => ({ default: found.AcceptForm })));

/** The place that is kept, until when, and the two answers. */
export function Offer({ entry }: { entry: Waiting }) {
  const { t, i18n } = useTranslation('events');
  const path = { secret: entry.secret };
  const decline = useMutation({ ...waitingDeclineCreateMutation(), onSuccess: useEntryWritten() });
  const kind = entry.offered_kind;
  if (!kind) return null;
  return (
    <section className={css.panel} aria-labelledby="offer">
      <h2 id="offer">{t('waiting.state_offered')}</h2>
      <p className={css.sum}>
        {isFree(kind) ? t('register.free') : <Money value={totalOf(kind, entry.party_size ?? 1)} />}
      </p>
      <p>
        {kindName(kind, i18n.language)}
        {entry.party_size && entry.party_size > 1 ? ` × ${entry.party_size}` : null}
      </p>
      <p role="status">
        {t('waiting.until')}{' '}
        {entry.offer_expires_at ? <Time value={entry.offer_expires_at} as="datetime" /> : null}
      </p>
      <Suspense fallback={<LoadingState height={44} />}>
        <AcceptForm entry={entry} isFree={isFree(kind)} />
      </Suspense>
      <Problem error={decline.error} />
      <Button size="large" block loading={decline.isPending} onClick={() => decline.mutate({ path })}>
        {t('waiting.decline')}
      </Button>
    </section>
  );
}
