import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { acceptInvitationMutation, getInvitationOptions } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { refreshViewer, useViewer } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { LoadingState } from '@/shared/states/LoadingState';
import { Time } from '@/shared/Time';
import css from './organizations.module.css';

const route = getRouteApi('/_app/invitations/$secret');

/** What the holder of a link is invited to. Looking needs no account, accepting does. */
export function InvitationPage() {
  const { t } = useTranslation('organizations');
  const { secret } = route.useParams();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const me = useViewer();
  const { onError } = useTold()('');
  const offer = useQuery({ ...getInvitationOptions({ path: { secret } }), retry: false });
  const accept = useMutation({
    ...acceptInvitationMutation(),
    onError,
    onSuccess: async ({ id }) => {
      await refreshViewer(queryClient);
      await navigate({ href: `/organizations/${id}` });
    },
  });
  if (offer.isPending) return <LoadingState height={320} />;
  if (offer.isError) return <EmptyState heading="h1" title={t('offer.gone')} text={t('offer.gone_text')} />;
  const { organization, role, invited_by, note, expires_at, is_member_already } = offer.data;
  return (
    <div className="wrap">
      <PageHeader title={t('offer.title', { name: organization.display_name })} />
      <section className={css.panel}>
        <p className={css.lead}>{t('offer.text', { name: invited_by, role: t(`role.${role}`) })}</p>
        {note ? <p className={css.prose}>{note}</p> : null}
        <p>
          {t('offer.until')} <Time value={expires_at} as="datetime" />
        </p>
        <div className={css.acts}>
          {is_member_already ? (
            <AppLink href={`/organizations/${organization.id}`}>{t('offer.already')}</AppLink>
          ) : null}
          {me && !is_member_already ? (
            <Button
              type="primary"
              loading={accept.isPending}
              onClick={() => accept.mutate({ path: { secret } })}
            >
              {t('offer.accept')}
            </Button>
          ) : null}
          {me === null ? (
            <AppLink href={`/login?next=${encodeURIComponent(`/invitations/${secret}`)}`}>
              {t('offer.sign_in')}
            </AppLink>
          ) : null}
        </div>
      </section>
    </div>
  );
}
