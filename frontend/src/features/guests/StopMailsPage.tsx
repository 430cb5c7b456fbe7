import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { readHostMailsOptions, stopHostMailsMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { PageHeader } from '@/shared/PageHeader';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './guests.module.css';

const route = getRouteApi('/_app/mails/stop/$token');

/** Where the link at the foot of a mail to guests leads: no sign-in, one question, one button. */
export function StopMailsPage() {
  const { t } = useTranslation('guests');
  const path = route.useParams();
  const queryClient = useQueryClient();
  const { onError } = useTold()('');
  const read = readHostMailsOptions({ path });
  const mails = useQuery({ ...read, retry: false });
  const stop = useMutation({
    ...stopHostMailsMutation(),
    onSuccess: (answer) => queryClient.setQueryData(read.queryKey, answer),
    onError,
  });
  const host = mails.data?.host ?? '';
  return (
    <div className={`wrap ${css.narrow}`}>
      <PageHeader title={t('stop.title')} />
      {mails.isPending ? <LoadingState height={160} /> : null}
      {mails.isError ? <ErrorState error={mails.error} /> : null}
      {mails.data ? (
        <section className={css.panel} aria-live="polite">
          {mails.data.is_on ? (
            <>
              <p>{t('stop.ask', { host })}</p>
              <div className={css.acts}>
                <Button type="primary" loading={stop.isPending} onClick={() => stop.mutate({ path })}>
                  {t('stop.do')}
                </Button>
              </div>
            </>
          ) : (
            <p>{t('stop.done', { host })}</p>
          )}
          <p className={css.quiet}>{t('stop.still')}</p>
        </section>
      ) : null}
    </div>
  );
}
