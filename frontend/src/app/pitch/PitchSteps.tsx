import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import {
  pitchesCloseCreateMutation,
  pitchesConfirmCreateMutation,
  pitchesPauseCreateMutation,
  pitchesReopenCreateMutation,
  pitchesResumeCreateMutation,
  pitchesRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';

type Step = 'confirm' | 'pause' | 'resume' | 'close' | 'reopen';
const STEPS: Step[] = ['confirm', 'pause', 'resume', 'reopen', 'close'];

function useStep(step: Step) {
  const options = {
    confirm: pitchesConfirmCreateMutation,
    pause: pitchesPauseCreateMutation,
    resume: pitchesResumeCreateMutation,
    reopen: pitchesReopenCreateMutation,
    close: pitchesCloseCreateMutation,
  }[step]();
  const queryClient = useQueryClient();
  return useMutation({
    ...options,
    onSuccess: (pitch) => {
      queryClient.setQueryData(pitchesRetrieveQueryKey({ path: { pitch_id: pitch.id } }), pitch);
      void queryClient.invalidateQueries({
        predicate: ({ queryKey }) => (queryKey[0] as { _id?: string } | undefined)?._id === 'pitchesList',
      });
    },
  });
}

function StepButton({ step, pitch }: { step: Step; pitch: Pitch }) {
  const { t } = useTranslation('cards');
  const { modal, message } = App.useApp();
  const run = useStep(step);
  const ask = () => {
    modal.confirm({
      title: t(`step.${step}_title`),
      content: t(`step.${step}_text`),
      okText: t(`step.${step}`),
      cancelText: t('step.cancel'),
      okButtonProps: { danger: step === 'close' },
      onOk: async () => {
        try {
          await run.mutateAsync({ path: { pitch_id: pitch.id }, body: { version: pitch.version } });
          void message.success(t(`step.${step}_done`));
        } catch (error) {
          void message.error(toApiError(error).detail || t('step.failed'));
        }
      },
    });
  };
  return (
    <Button onClick={ask} loading={run.isPending} danger={step === 'close'}>
      {t(`step.${step}`)}
    </Button>
  );
}

/** The steps of a pitch's way that this viewer may take now; each asks before it acts. */
export function PitchSteps({ pitch }: { pitch: Pitch }) {
  const open = STEPS.filter((step) => pitch.allowed_actions.includes(`${step}_pitch`));
  return (
    <>
      {open.map((step) => (
        <StepButton key={step} step={step} pitch={pitch} />
      ))}
    </>
  );
}
