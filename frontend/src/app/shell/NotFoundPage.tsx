import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { EmptyState } from '@/shared/states/EmptyState';
import { usePageTitle } from '@/shared/usePageTitle';

export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t('state.not_found_title'));
  return (
    <div className="wrap">
      <EmptyState
        heading="h1"
        title={t('state.not_found_title')}
        text={t('state.not_found_text')}
        action={<AppLink href="/">{t('state.go_home')}</AppLink>}
      />
    </div>
  );
}
