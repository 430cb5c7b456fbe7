import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { judgingConflictDeclare, judgingConflictWithdraw } from '@/api';
import { useRefusalText } from '@/shared/useRefusalText';
import css from './judging.module.css';
import type { SheetProps } from './PitchSheet';
import { viewKey } from './useView';
import type { View } from './words';

type ConflictProps = Pick<SheetProps, 'event' | 'secret' | 'view' | 'pitch' | 'keeper'>;

/** A judge says that they have something to win or to lose with a pitch, or that it was a slip. */
export function ConflictBox({ event, secret, view, pitch, keeper }: ConflictProps) {
  const { t } = useTranslation('judging');
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const refusalText = useRefusalText();
  const asked = {
    path: { event_id: event, pitch_id: pitch.id },
    headers: { 'X-Judge-Link': secret },
    throwOnError: true as const,
  };
  const onSuccess = async (now: View) => {
    // What is asked for now was read before this was said.
    await client.cancelQueries({ queryKey: viewKey(event) });
    client.setQueryData<View>(viewKey(event), now);
  };
  const declare = useMutation({
    mutationFn: async () => (await judgingConflictDeclare({ ...asked, body: { reason } })).data,
    onSuccess: (now: View) => {
      // What still waits would be refused.
      keeper.discard(pitch.id);
      return onSuccess(now);
    },
  });
  const withdraw = useMutation({
    mutationFn: async () => (await judgingConflictWithdraw(asked)).data,
    onSuccess,
  });
  const error = declare.error ?? withdraw.error;
  const mayAct = view.panel.state === 'open' || view.panel.state === 'draft';
  const { conflict } = pitch;
  return (
    <div className={css.conflict}>
      {error ? <p role="alert">{refusalText(error)}</p> : null}
      {conflict ? <p>{t(conflict.declared_by === 'judge' ? 'conflict.own' : 'conflict.host')}</p> : null}
      {mayAct && conflict?.declared_by === 'judge' ? (
        <button type="button" className={css.plain} onClick={() => withdraw.mutate()}>
          {t('conflict.withdraw')}
        </button>
      ) : null}
      {mayAct && !conflict ? (
        <details>
          <summary>{t('conflict.declare')}</summary>
          <p className={css.quiet}>{t('conflict.text')}</p>
          <label className={css.field}>
            {t('conflict.reason')}
            <input value={reason} maxLength={200} onChange={({ target }) => setReason(target.value)} />
          </label>
          <button
            type="button"
            className={css.big}
            disabled={declare.isPending}
            onClick={() => declare.mutate()}
          >
            {t('conflict.confirm')}
          </button>
        </details>
      ) : null}
    </div>
  );
}
