import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { readSubscriptionOptions, unsubscribeMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { PageHeader } from '@/shared/PageHeader';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './inbox.module.css';

const route = getRouteApi('/_app/unsubscribe/$token');

/** Where the link in a mail leads: no sign-in, one question, one button. */
export function UnsubscribePage() {
  const { t } = useTranslation('inbox');
  const path = route.useParams();
  const queryClient = useQueryClient();
  const { onError } = useTold()('');
  const read = readSubscriptionOptions({ path });
  const subscription = useQuery({ ...read, retry: false });
  const stop = useMutation({
    ...unsubscribeMutation(),
    onSuccess: (answer) => queryClient.setQueryData(read.queryKey, answer),
    onError,
  });
  return (
    <div className={`wrap ${css.page}`}>
      <PageHeader title={t('unsubscribe.title')} />
      {subscription.isPending ? <LoadingState height={160} /> : null}
      {subscription.isError ? <ErrorState error={subscription.error} /> : null}
      {subscription.data ? (
        <section className={css.box} aria-live="polite">
          {subscription.data.is_on ? (
            <>
              <p>{t('unsubscribe.ask', { group: subscription.data.title })}</p>
              <Button type="primary" loading={stop.isPending} onClick={() => stop.mutate({ path })}>
                {t('unsubscribe.do')}
              </Button>
            </>
          ) : (
            <p>{t('unsubscribe.done', { group: subscription.data.title })}</p>
          )}
          <p>
            <Link to="/account" search={{ tab: 'notifications' }}>
              {t('unsubscribe.all')}
            </Link>
          </p>
        </section>
      ) : null}
    </div>
  );
}
