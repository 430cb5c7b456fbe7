import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMember } from '@/app/viewer';
import { PageHeader } from '@/shared/PageHeader';
import { LoadingState } from '@/shared/states/LoadingState';
import { ProfileTab } from './ProfileTab';
import { TABS, type Tab } from './search';

// A tab's code comes when it is opened.
const NotificationsTab = lazy(() =>
  import('./NotificationsTab').then((file) => ({ default: file.NotificationsTab })),
);
const SecurityTab = lazy(() => import('./SecurityTab').then((file) => ({ default: file.SecurityTab })));
const StandingsTab = lazy(() => import('./StandingsTab').then((file) => ({ default: file.StandingsTab })));
const TokensTab = lazy(() => import('./TokensTab').then((file) => ({ default: file.TokensTab })));
const PrivacyTab = lazy(() => import('./PrivacyTab').then((file) => ({ default: file.PrivacyTab })));

const route = getRouteApi('/_app/account');
const BODY = {
  profile: ProfileTab,
  security: SecurityTab,
  notifications: NotificationsTab,
  standings: StandingsTab,
  tokens: TokensTab,
  privacy: PrivacyTab,
};

/** Who I am here, how I am let in, and what is kept about me. */
export function AccountPage() {
  const { t } = useTranslation('account');
  const me = useMember();
  const { tab = 'profile' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="wrap">
      <PageHeader title={t('title')} subtitle={me.display_name} />
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(key) =>
          void navigate({ search: key === 'profile' ? {} : { tab: key as Tab }, replace: true })
        }
        items={TABS.map((key) => {
          const Body = BODY[key];
          return {
            key,
            label: t(`tab.${key}`),
            children: (
              <Suspense fallback={<LoadingState height={320} />}>
                <Body />
              </Suspense>
            ),
          };
        })}
      />
    </div>
  );
}
