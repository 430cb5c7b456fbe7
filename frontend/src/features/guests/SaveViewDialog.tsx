import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, GuestView } from '@/api';
import {
  eventsGuestViewsCreateMutation,
  eventsGuestViewsUpdateMutation,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { filtersOf, type GuestsSearch, SORTS } from './search';
import { useGuestWords } from './useGuestWords';

interface SaveViewDialogProps {
  event: EventDetailOutput;
  views: GuestView[];
  search: GuestsSearch;
  onClose: () => void;
}

/** A name for the list in front of me. The name of a view that stands gives that one these filters. */
export function SaveViewDialog({ event, views, search, onClose }: SaveViewDialogProps) {
  const { t } = useTranslation(['guests', 'common']);
  const [form] = Form.useForm<{ name: string }>();
  const words = useGuestWords();
  const { onSuccess: tell } = useTold()(t('common:form.saved'));
  const onSuccess = () => {
    tell();
    onClose();
  };
  const create = useMutation({ ...eventsGuestViewsCreateMutation(), onSuccess });
  const update = useMutation({ ...eventsGuestViewsUpdateMutation(), onSuccess });
  const chosen = words.chosen(search, event.ticket_types);
  const save = ({ name }: { name: string }) => {
    const body = { name: name.trim(), filters: filtersOf(search), sort: search.sort ?? SORTS[0] };
    const standing = views.find((view) => view.name === body.name);
    if (standing) update.mutate({ path: { event_id: event.id, view_id: standing.id }, body });
    else create.mutate({ path: { event_id: event.id }, body });
  };
  const isBound = Boolean(search.ticket_type || search.since || search.until);
  return (
    <Modal
      open
      title={t('guests:views.save')}
      okText={t('common:form.save')}
      cancelText={t('common:form.cancel')}
      confirmLoading={create.isPending || update.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{chosen.join(' · ')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ name: chosen.join(' · ').slice(0, 40) }}
        onFinish={save}
      >
        <FormErrors form={form} error={create.error ?? update.error} />
        <Form.Item
          name="name"
          label={t('guests:views.name')}
          extra={t(isBound ? 'guests:views.of_this_event' : 'guests:views.of_all_events')}
          rules={[{ required: true, whitespace: true, message: t('guests:needed') }]}
        >
          <Input maxLength={40} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}
