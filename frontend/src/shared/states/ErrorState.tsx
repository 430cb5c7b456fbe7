import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isRetryable, toApiError } from '../apiError';
import css from './states.module.css';

interface ErrorStateProps {
  /** Whatever was thrown. */
  error: unknown;
  onRetry?: () => void;
}

/** A failed request: the server's own sentence, its field errors and its code, and a way to try again. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  const { status, code, detail, fields } = toApiError(error);
  const ours = status === 0 ? t('error.network') : t(status >= 500 ? 'error.server' : 'error.unknown');
  const lines = Object.entries(fields).flatMap(([name, texts]) => texts.map((text) => ({ name, text })));
  return (
    <div className={css.state} role="alert">
      <h2>{t('error.title')}</h2>
      <p>{detail || ours}</p>
      {lines.length > 0 ? (
        <ul className={css.fields}>
          {lines.map(({ name, text }) => (
            <li key={`${name} ${text}`}>{text}</li>
          ))}
        </ul>
      ) : null}
      <p className={css.code}>{t('state.code', { code })}</p>
      {onRetry ? (
        <Button type={isRetryable(error) ? 'primary' : 'default'} onClick={onRetry}>
          {t('state.retry')}
        </Button>
      ) : null}
    </div>
  );
}
