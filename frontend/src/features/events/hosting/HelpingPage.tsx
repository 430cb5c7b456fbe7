import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { helperLinksAnswerMutation, helperLinksRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { useViewer } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from '../events.module.css';
import { Answer, Asked } from './Asked';

const route = getRouteApi('/_app/helping/$secret');

/** What the holder of a link is asked to help with. Looking needs no account, answering does. */
export function HelpingPage() {
  const { t, i18n } = useTranslation('hosting');
  const { secret } = route.useParams();
  const navigate = route.useNavigate();
  const me = useViewer();
  const told = useTold();
  const offer = useQuery({ ...helperLinksRetrieveOptions({ path: { secret } }), retry: false });
  const answer = useMutation({
    ...helperLinksAnswerMutation(),
    onError: told('').onError,
    onSuccess: async ({ event }, { body }) => {
      await navigate({ href: body.accepts ? `/org/events/${event}` : '/org' });
      told(t(body.accepts ? 'asked.accepted' : 'asked.declined')).onSuccess();
    },
  });
  if (offer.isPending) return <LoadingState height={320} />;
  if (offer.isError) return <EmptyState heading="h1" title={t('asked.gone')} text={t('asked.gone_text')} />;
  return (
    <div className={`wrap ${css.narrow}`}>
      <PageHeader title={t('asked.page', { host: organizationName(offer.data.host, i18n.language) })} />
      <section className={css.panel} aria-label={t('asked.title')}>
        <Asked invitation={offer.data} />
        {me ? (
          <Answer
            busy={answer.isPending}
            onAnswer={(accepts) => answer.mutate({ path: { secret }, body: { accepts } })}
          />
        ) : null}
        {me === null ? (
          <AppLink className={css.touch} href={`/login?next=${encodeURIComponent(`/helping/${secret}`)}`}>
            {t('asked.sign_in')}
          </AppLink>
        ) : null}
      </section>
    </div>
  );
}
