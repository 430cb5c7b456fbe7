import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import {
  pitchesRetrieveQueryKey,
  pitchesSubmitRevisionCreateMutation,
  pitchesWithdrawRevisionCreateMutation,
} from '@/api/@tanstack/react-query.gen';
import { ChangeList } from '@/app/changes/ChangeList';
import { toApiError } from '@/shared/apiError';
import css from './pitch.module.css';

/** The two ways on from a revision; withdrawing asks first. `before` saves what is still being typed. */
function useRevisionActs(pitch: Pitch, before: () => Promise<void>) {
  const { t } = useTranslation('pitch');
  const { modal, message } = App.useApp();
  const queryClient = useQueryClient();
  const path = { pitch_id: pitch.id };
  const told = {
    onSuccess: (fresh: Pitch) => queryClient.setQueryData(pitchesRetrieveQueryKey({ path }), fresh),
    onError: (problem: unknown) => void message.error(toApiError(problem).detail || t('save.failed')),
  };
  const submit = useMutation({ ...pitchesSubmitRevisionCreateMutation(), ...told });
  const withdraw = useMutation({ ...pitchesWithdrawRevisionCreateMutation(), ...told });
  const send = async () => {
    await before();
    await submit.mutateAsync({ path, body: {} });
    void message.success(t('revision.submitted'));
  };
  const takeBack = async () => {
    await withdraw.mutateAsync({ path, body: {} });
    void message.success(t('revision.withdrawn'));
  };
  const askWithdrawal = () =>
    modal.confirm({
      title: t('revision.withdraw_title'),
      content: t('revision.withdraw_text'),
      okText: t('revision.withdraw'),
      cancelText: t('cancel'),
      okButtonProps: { danger: true },
      onOk: () => takeBack().catch(() => undefined),
    });
  return { submit, withdraw, send: () => void send().catch(() => undefined), askWithdrawal };
}

/** What the team changed in an approved pitch: that nobody else reads it yet, what it is, and the two ways on. */
export function RevisionPanel({ pitch, before }: { pitch: Pitch; before: () => Promise<void> }) {
  const { t } = useTranslation('pitch');
  const { submit, withdraw, send, askWithdrawal } = useRevisionActs(pitch, before);
  const { revision } = pitch;
  if (!revision) return null;
  const may = (action: string) => pitch.allowed_actions.includes(action);
  return (
    <section className={css.panel} aria-labelledby="revision">
      <h2 id="revision">{t('revision.title')}</h2>
      {revision.state === 'refused' ? (
        <Alert type="warning" showIcon title={t('revision.refused', { reason: revision.reason })} />
      ) : null}
      <p className={css.quiet}>
        {t(revision.state === 'in_review' ? 'revision.in_review' : 'revision.draft')}
      </p>
      <ChangeList changes={revision.changes} />
      <div className={css.actions}>
        {may('submit_revision') ? (
          <Button type="primary" loading={submit.isPending} onClick={send}>
            {t('revision.submit')}
          </Button>
        ) : null}
        {may('withdraw_revision') ? (
          <Button danger loading={withdraw.isPending} onClick={askWithdrawal}>
            {t('revision.withdraw')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
