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
  // A group of news, or one thing that sends them.
  const isThing = subscription.data?.group === 'saved_search';
  const title = subscription.data?.title ?? '';
  return (
    <div className={`wrap ${css.page}`}>
      <PageHeader title={t(isThing ? 'unsubscribe.thing_title' : 'unsubscribe.title')} />
      {subscription.isPending ? <LoadingState height={160} /> : null}
      {subscription.isError ? <ErrorState error={subscription.error} /> : null}
      {subscription.data ? (
        <section className={css.box} aria-live="polite">
          {subscription.data.is_on ? (
            <>
              <p>
                {isThing
                  ? t('unsubscribe.thing_ask', { thing: title })
                  : t('unsubscribe.ask', { group: title })}
              </p>
              <Button type="primary" loading={stop.isPending} onClick={() => stop.mutate({ path })}>
                {t(isThing ? 'unsubscribe.thing_do' : 'unsubscribe.do')}
              </Button>
            </>
          ) : (
            <p>
              {isThing
                ? t('unsubscribe.thing_done', { thing: title })
                : t('unsubscribe.done', { group: title })}
            </p>
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
