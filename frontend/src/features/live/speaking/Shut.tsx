import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import { usePageTitle } from '@/shared/usePageTitle';
import { useRefusalText } from '@/shared/useRefusalText';
import css from './speaking.module.css';

interface ShutProps {
  place: string;
  secret: string;
  error: unknown;
  onRetry: () => void;
}

/** Without a link and signed in as nobody, with a link that opens nothing, as somebody who does not speak here, or without the net. */
export function Shut({ place, secret, error, onRetry }: ShutProps) {
  const { t } = useTranslation(['backstage', 'common']);
  const refusalText = useRefusalText();
  const { status } = toApiError(error);
  const isAway = status !== 401 && status !== 404;
  const title = t(isAway ? 'backstage:shut.away' : 'backstage:shut.title');
  usePageTitle(title);
  const forget = () => {
    localStorage.removeItem(place);
    location.reload();
  };
  return (
    <main className={css.page} role="alert">
      <h1>{title}</h1>
      <p>{refusalText(error)}</p>
      <div className={css.acts}>
        {isAway ? (
          <button type="button" onClick={onRetry}>
            {t('common:state.retry')}
          </button>
        ) : null}
        {!isAway && secret ? (
          <button type="button" onClick={forget}>
            {t('backstage:shut.forget')}
          </button>
        ) : null}
        {status === 401 && !secret ? (
          <AppLink href={`/login?next=${encodeURIComponent(location.pathname)}`}>
            {t('backstage:shut.sign_in')}
          </AppLink>
        ) : null}
      </div>
    </main>
  );
}
