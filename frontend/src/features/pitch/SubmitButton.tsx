import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { pitchesRetrieveQueryKey, pitchesSubmitCreateMutation } from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';

/** Hands a draft to the reviewers, after everything typed is saved; what is missing is named. */
export function SubmitButton({ pitch, before }: { pitch: Pitch; before: () => Promise<void> }) {
  const { t } = useTranslation('pitch');
  const { modal, message } = App.useApp();
  const queryClient = useQueryClient();
  const submit = useMutation(pitchesSubmitCreateMutation());
  if (!pitch.allowed_actions.includes('submit_pitch')) return null;
  const field = t as unknown as (key: string, options: object) => string;
  const path = { pitch_id: pitch.id };
  const send = async () => {
    try {
      await before();
      const fresh = await submit.mutateAsync({ path, body: {} });
      queryClient.setQueryData(pitchesRetrieveQueryKey({ path }), fresh);
      void message.success(t('submitted'));
    } catch (problem) {
      const { detail, fields } = toApiError(problem);
      const names = Object.keys(fields).map((name) => field(`missing.${name}`, { defaultValue: name }));
      modal.error({ title: detail || t('save.failed'), content: names.join(t('list_sign')) });
    }
  };
  const ask = () =>
    modal.confirm({
      title: t('submit_title'),
      content: t('submit_text'),
      okText: t('submit'),
      cancelText: t('cancel'),
      onOk: send,
    });
  return (
    <Button type="primary" onClick={ask} loading={submit.isPending}>
      {t('submit')}
    </Button>
  );
}
