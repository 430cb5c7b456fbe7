import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RhythmEnum } from '@/api';
import { saveSearchMutation } from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { NAME_LENGTH, NameField } from './NameField';
import { QuestionWords } from './QuestionWords';
import { questionOf } from './question';
import { RhythmSelect } from './RhythmSelect';
import { useQuestionWords } from './useQuestionWords';

interface SaveDialogProps {
  address: object;
  onClose: () => void;
}

interface Values {
  name: string;
  rhythm: RhythmEnum;
}

/** A name and a rhythm for the search in front of me. */
export default function SaveDialog({ address, onClose }: SaveDialogProps) {
  const { t } = useTranslation(['saved', 'common']);
  const [form] = Form.useForm<Values>();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const question = questionOf(address);
  const wordsOf = useQuestionWords();
  const save = useMutation({
    ...saveSearchMutation(),
    onSuccess: ({ name }) => {
      void queryClient.invalidateQueries();
      void message.success(t('saved:saved', { name }));
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('saved:save')}
      okText={t('saved:keep')}
      cancelText={t('common:form.cancel')}
      confirmLoading={save.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <QuestionWords question={question} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ name: wordsOf(question).join(' ').slice(0, NAME_LENGTH), rhythm: 'daily' }}
        onFinish={(values) => save.mutate({ body: { ...values, question } })}
      >
        <FormErrors form={form} error={save.error} />
        <NameField />
        <Form.Item name="rhythm" label={t('saved:tell')} extra={t('saved:tell_text')}>
          <RhythmSelect />
        </Form.Item>
      </Form>
    </Modal>
  );
}
