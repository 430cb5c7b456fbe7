import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { toApiError } from '@/shared/apiError';
import { useRefusalText } from '@/shared/useRefusalText';

/** What a mutation without a form of its own says afterwards; everything read before is read again. */
export function useTold(): (done: string) => { onSuccess: () => void; onError: (error: unknown) => void } {
  const textOf = useRefusalText();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  return (done) => ({
    onSuccess: () => {
      void queryClient.invalidateQueries();
      if (done) void message.success(done);
    },
    onError: (error) => {
      const { fields } = toApiError(error);
      void message.error([textOf(error), ...Object.values(fields).flat()].join(' '));
    },
  });
}

interface Question {
  title: string;
  text?: string;
  ok: string;
  danger?: boolean;
  act: () => Promise<unknown>;
}

/** Asks before an act that cannot simply be taken back. A refusal is told by the mutation itself. */
export function useConfirm(): (question: Question) => void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  return ({ title, text, ok, danger = true, act }) =>
    void modal.confirm({
      title,
      content: text,
      okText: ok,
      cancelText: t('form.cancel'),
      okButtonProps: { danger },
      onOk: () => act().catch(() => undefined),
    });
}
