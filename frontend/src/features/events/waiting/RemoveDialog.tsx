import { useMutation } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingRow } from '@/api';
import { eventsWaitingRemoveMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import type { EventDetail } from '../words';

interface RemoveDialogProps {
  event: EventDetail;
  /** Whom; closed while there is nobody. */
  entry: WaitingRow | null;
  onClose: () => void;
}

/** The reason is told to who is removed, so it is asked for first. */
export function RemoveDialog({ event, entry, onClose }: RemoveDialogProps) {
  const { t } = useTranslation(['events', 'common']);
  const told = useTold()(t('events:waiting.removed'));
  const [reason, setReason] = useState('');
  const close = () => {
    setReason('');
    onClose();
  };
  const remove = useMutation({
    ...eventsWaitingRemoveMutation(),
    onError: told.onError,
    onSuccess: () => {
      told.onSuccess();
      close();
    },
  });
  const act = () => {
    if (entry)
      remove.mutate({ path: { event_id: event.id, entry_id: entry.id }, body: { reason: reason.trim() } });
  };
  return (
    <Modal
      open={entry !== null}
      title={t('events:waiting.remove_ask', { name: entry?.name ?? '' })}
      okText={t('events:waiting.remove')}
      cancelText={t('common:form.cancel')}
      okButtonProps={{ danger: true, disabled: !reason.trim() }}
      confirmLoading={remove.isPending}
      onOk={act}
      onCancel={close}
    >
      <label htmlFor="remove-reason">{t('events:waiting.remove_reason')}</label>
      <Input
        id="remove-reason"
        value={reason}
        maxLength={400}
        onChange={({ target }) => setReason(target.value)}
        onPressEnter={() => (reason.trim() ? act() : undefined)}
      />
    </Modal>
  );
}
