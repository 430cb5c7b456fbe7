import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SavedSearchOutput } from '@/api';
import { changeSavedSearchMutation } from '@/api/@tanstack/react-query.gen';
import { NameField } from '@/app/saved/NameField';
import { FormErrors } from '@/shared/forms/FormErrors';

interface RenameDialogProps {
  saved: SavedSearchOutput;
  onClose: () => void;
}

/** Another name for a kept search. */
export default function RenameDialog({ saved, onClose }: RenameDialogProps) {
  const { t } = useTranslation(['saved', 'common']);
  const [form] = Form.useForm<{ name: string }>();
  const queryClient = useQueryClient();
  const change = useMutation({
    ...changeSavedSearchMutation(),
    onSuccess: () => {
      void queryClient.invalidateQueries();
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('saved:rename')}
      okText={t('saved:keep')}
      cancelText={t('common:form.cancel')}
      confirmLoading={change.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ name: saved.name }}
        onFinish={(body) => change.mutate({ path: { search_id: saved.id }, body })}
      >
        <FormErrors form={form} error={change.error} />
        <NameField />
      </Form>
    </Modal>
  );
}
