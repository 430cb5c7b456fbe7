import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { ApiError } from '@/shared/apiError';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { RefusedState } from '@/shared/states/RefusedState';
import { NotFoundPage } from './NotFoundPage';

/** What stands in a page's place when it cannot be shown: refused, missing, failed, or a defect of ours. */
export function RouteErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  if (error instanceof ApiError) {
    if (error.status === 404) return <NotFoundPage />;
    const refused = error.status === 401 || error.status === 403;
    return (
      <div className="wrap">
        {refused ? <RefusedState error={error} /> : <ErrorState error={error} onRetry={again} />}
      </div>
    );
  }
  return (
    <div className="wrap">
      <EmptyState
        heading="h1"
        title={t('error.title')}
        text={t('error.crash')}
        action={
          <>
            <Button type="primary" onClick={() => location.reload()}>
              {t('error.reload')}
            </Button>
            <AppLink href="/">{t('state.go_home')}</AppLink>
          </>
        }
      />
    </div>
  );
}
