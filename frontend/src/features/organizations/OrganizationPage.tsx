import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { getOrganizationOptions, updateOrganizationMutation } from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import cards from '@/shared/cards/cards.module.css';
import { OrganizationBadges } from '@/shared/cards/OrganizationBadges';
import { OrganizationMark } from '@/shared/cards/OrganizationMark';
import { organizationName } from '@/shared/names';
import { PageHeader } from '@/shared/PageHeader';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { RefusedState } from '@/shared/states/RefusedState';
import { endedBy } from './identity';
import type { OrganizationValues } from './OrganizationForm';
import { ProfileTab } from './ProfileTab';
import { type Organization, type Tab, tabsOf } from './search';

// Visitors read the profile; what members do is loaded when a tab is opened.
const AuditTab = lazy(() => import('./AuditTab').then((file) => ({ default: file.AuditTab })));
const FundsTab = lazy(() => import('./FundsTab').then((file) => ({ default: file.FundsTab })));
const MembersTab = lazy(() => import('./MembersTab').then((file) => ({ default: file.MembersTab })));
const RoundsTab = lazy(() => import('./RoundsTab').then((file) => ({ default: file.RoundsTab })));
const ReviewTab = lazy(() => import('./ReviewTab').then((file) => ({ default: file.ReviewTab })));
const WebhooksTab = lazy(() =>
  import('./webhooks/WebhooksTab').then((file) => ({ default: file.WebhooksTab })),
);
const OrganizationForm = lazy(() =>
  import('./OrganizationForm').then((file) => ({ default: file.OrganizationForm })),
);

const route = getRouteApi('/_app/organizations/$id');

function EditTab({ organization }: { organization: Organization }) {
  const { t } = useTranslation(['common', 'organizations']);
  const confirm = useConfirm();
  const { onSuccess } = useTold()(t('common:form.saved'));
  const update = useMutation({ ...updateOrganizationMutation(), onSuccess });
  const path = { organization_id: organization.id };
  const save = ({ kind: _kind, ...body }: OrganizationValues) => {
    const ends = endedBy(organization, body);
    if (!ends) return update.mutate({ path, body });
    confirm({
      title: t(`organizations:identity.ask_${ends}`),
      text: t(`organizations:identity.text_${ends}`),
      ok: t('organizations:identity.save'),
      act: () => update.mutateAsync({ path, body }),
    });
  };
  return (
    <OrganizationForm
      initial={organization as unknown as OrganizationValues}
      busy={update.isPending}
      error={update.error}
      onSave={save}
    />
  );
}

const BODY: Record<Tab, ComponentType<{ organization: Organization }>> = {
  profile: ProfileTab,
  members: MembersTab,
  verification: ReviewTab,
  funds: FundsTab,
  rounds: RoundsTab,
  webhooks: WebhooksTab,
  audit: AuditTab,
  edit: EditTab,
};

/** One organization: what everybody sees, and behind tabs what its own people do. */
export function OrganizationPage() {
  const { t, i18n } = useTranslation('organizations');
  const { id } = route.useParams();
  const { tab = 'profile' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(getOrganizationOptions({ path: { organization_id: id } }));
  if (query.isPending) return <LoadingState height="70vh" />;
  if (query.isError)
    return toApiError(query.error).status === 403 ? (
      <RefusedState error={query.error} />
    ) : (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    );
  const organization = query.data;
  const tabs = tabsOf(organization);
  const open = tabs.includes(tab) ? tab : 'profile';
  return (
    <div className="wrap">
      <PageHeader
        eyebrow={<AppLink href="/organizations">{t('title')}</AppLink>}
        title={organizationName(organization, i18n.language)}
        subtitle={
          <span className={cards.badges}>
            <OrganizationMark name={organization.display_name} logoUrl={organization.logo_url} size={32} />
            {t(`kind.${organization.kind}`)}
            <OrganizationBadges organization={organization} />
          </span>
        }
      />
      <Tabs
        activeKey={open}
        destroyOnHidden
        onChange={(key) =>
          void navigate({ search: key === 'profile' ? {} : { tab: key as Tab }, replace: true })
        }
        items={tabs.map((key) => {
          const Body = BODY[key];
          return {
            key,
            label: t(`tab.${key}`),
            children: (
              <Suspense fallback={<LoadingState height={320} />}>
                <Body organization={organization} />
              </Suspense>
            ),
          };
        })}
      />
    </div>
  );
}
