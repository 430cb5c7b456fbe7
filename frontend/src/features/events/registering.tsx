import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { toApiError } from '@/shared/apiError';
import css from './events.module.css';

/** One key for what is filled in: pressing twice, or again after a lost answer, registers once. */
export function useKeyOf(): (body: object) => string {
  const key = useRef({ body: '', id: '' });
  return (body) => {
    const written = JSON.stringify(body);
    if (key.current.body !== written) key.current = { body: written, id: newKey() };
    return key.current.id;
  };
}

/** What the server said, in its own sentence. */
export function Problem({ error }: { error: unknown }) {
  const { t } = useTranslation('common');
  const refusal = error ? toApiError(error) : null;
  return (
    <div role="alert" className={refusal ? css.problem : undefined}>
      {refusal ? refusal.detail || t(refusal.status === 0 ? 'error.network' : 'error.unknown') : ''}
    </div>
  );
}

/** Webviews without a secure context have no `randomUUID`. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
