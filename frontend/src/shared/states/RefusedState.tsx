import { useTranslation } from 'react-i18next';
import { AppLink } from '../AppLink';
import { toApiError } from '../apiError';
import { EmptyState } from './EmptyState';

interface RefusedStateProps {
  error?: unknown;
  /** What would open it, when the page knows. */
  text?: string;
}

/** The thing exists and this viewer may not see it. */
export function RefusedState({ error, text }: RefusedStateProps) {
  const { t } = useTranslation();
  const refusal = error === undefined ? null : toApiError(error);
  return (
    <EmptyState
      heading="h1"
      title={t('state.refused_title')}
      text={text || refusal?.detail || t('state.refused_text')}
      action={
        refusal?.status === 401 ? (
          <AppLink href="/login">{t('state.sign_in')}</AppLink>
        ) : (
          <AppLink href="/">{t('state.go_home')}</AppLink>
        )
      }
    />
  );
}
