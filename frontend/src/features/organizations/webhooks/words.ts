import { useTranslation } from 'react-i18next';
import type { WebhookAttempt } from '@/api';

const KINDS = [
  'registration.confirmed',
  'registration.cancelled',
  'registration.checked_in',
  'order.paid',
  'order.refunded',
  'event.published',
  'event.cancelled',
  'webhook.trial',
] as const;
type Kind = (typeof KINDS)[number];

const REASONS = [
  'not_allowed',
  'unknown_name',
  'unreachable',
  'not_secure',
  'too_slow',
  'broken_answer',
  'not_signed',
] as const;
type Reason = (typeof REASONS)[number];

/** What a kind of message is called; one that this page does not know yet by its own word. */
export function useKindNames(): (kind: string) => string {
  const { t } = useTranslation('webhooks');
  return (kind) => (KINDS.includes(kind as Kind) ? t(`kind.${kind as Kind}`) : kind);
}

/** What came of a try. */
export function useAttemptWords(): (attempt: WebhookAttempt) => string {
  const { t } = useTranslation('webhooks');
  return ({ status, error, took_ms }) => {
    const known = REASONS.includes(error as Reason) ? t(`reason.${error as Reason}`) : error;
    const said = status === null ? known : t('log.answered', { status });
    return t('log.took', { said, ms: took_ms });
  };
}
