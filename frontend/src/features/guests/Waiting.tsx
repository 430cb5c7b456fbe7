import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput } from '@/api';
import { eventsRegistrationsListOptions } from '@/api/@tanstack/react-query.gen';

interface WaitingProps {
  event: EventDetailOutput;
  onShow: () => void;
}

/** How many wait for the host's word, and the way to them; nothing where nobody does. */
export function Waiting({ event, onShow }: WaitingProps) {
  const { t } = useTranslation('guests');
  const query = { state: 'pending_approval' as const, page_size: 1 };
  const found = useQuery({
    ...eventsRegistrationsListOptions({ path: { event_id: event.id }, query }),
    enabled: event.ticket_types.some(({ needs_approval }) => needs_approval),
    staleTime: 0,
  });
  const count = found.data?.count ?? 0;
  if (count === 0) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t('approval.waiting', { count })}
      action={<Button onClick={onShow}>{t('approval.show')}</Button>}
    />
  );
}
