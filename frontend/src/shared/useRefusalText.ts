import { useTranslation } from 'react-i18next';
import { toApiError } from './apiError';

/** The sentence for an error: the server's where it said one, ours otherwise. */
export function useRefusalText(): (error: unknown) => string {
  const { t } = useTranslation('common');
  return (error) => {
    const { status, detail } = toApiError(error);
    return detail || t(status === 0 ? 'error.network' : 'error.unknown');
  };
}
