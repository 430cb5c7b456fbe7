import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  getRankingRunQueryKey,
  rollBackRankingMutation,
  switchRankingMutation,
  trainRankingMutation,
} from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';

/** What an operator may ask for; each asks first, and a worker does it. */
export function useActs() {
  const { t } = useTranslation('ranking');
  const { message, modal } = App.useApp();
  const queryClient = useQueryClient();
  const told = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: getRankingRunQueryKey() }),
    onError: (error: unknown) => message.error(toApiError(error).detail || t('act.failed')),
  };
  const train = useMutation({ ...trainRankingMutation(), ...told });
  const change = useMutation({ ...switchRankingMutation(), ...told });
  const back = useMutation({ ...rollBackRankingMutation(), ...told });
  const ask = (title: string, content: string, okText: string, onOk: () => Promise<unknown>) =>
    void modal.confirm({ title, content, okText, onOk: () => onOk().catch(() => undefined) });
  return {
    train: () =>
      ask(t('act.train_title'), t('act.train_text'), t('act.train'), () => train.mutateAsync({ body: {} })),
    switchOn: (version: string) =>
      ask(t('act.switch_title', { name: version }), t('act.switch_text'), t('act.switch_on'), () =>
        change.mutateAsync({ body: { version } }),
      ),
    rollBack: (name: string) =>
      ask(t('act.roll_back_title', { name }), t('act.roll_back_text'), t('act.roll_back'), () =>
        back.mutateAsync({}),
      ),
  };
}
