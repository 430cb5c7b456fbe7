import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Checkbox, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import {
  pitchesNdaAcceptCreateMutation,
  pitchesNdaRetrieveOptions,
  pitchesRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { useViewer } from '@/app/viewer';
import { toApiError } from '@/shared/apiError';
import { Markdown } from '@/shared/markdown/Markdown';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './deal.module.css';

type Firms = { id: string; display_name: string }[];

function useAccept(pitch: Pitch, onDone: () => void) {
  const queryClient = useQueryClient();
  const queryKey = pitchesRetrieveQueryKey({ path: { pitch_id: pitch.id } });
  return useMutation({
    ...pitchesNdaAcceptCreateMutation(),
    onSuccess: (fresh) => {
      queryClient.setQueryData(queryKey, fresh);
      onDone();
    },
  });
}

/** The agreement in force, word for word; accepting sends exactly the version that was read. */
export function NdaDialog({ pitch, onClose }: { pitch: Pitch; onClose: () => void }) {
  const { t } = useTranslation('deals');
  const path = { pitch_id: pitch.id };
  const firms = (useViewer()?.organizations ?? []).filter(
    ({ kind, verification_state }) => kind === 'investment_firm' && verification_state === 'verified',
  );
  const [firm, setFirm] = useState(firms[0]?.id);
  const [agreed, setAgreed] = useState(false);
  const nda = useQuery(pitchesNdaRetrieveOptions({ path }));
  const accept = useAccept(pitch, onClose);
  const send = () => {
    if (!nda.data) return;
    const { version, sha256 } = nda.data;
    accept.mutate({ path, body: { version, sha256, firm: firm ?? null } });
  };
  return (
    <Modal
      open
      title={t('nda.title')}
      width={720}
      onCancel={onClose}
      onOk={send}
      okText={t('nda.accept')}
      cancelText={t('nda.cancel')}
      okButtonProps={{ disabled: !agreed || !nda.data, loading: accept.isPending }}
    >
      {accept.isError ? (
        <Alert type="error" showIcon title={toApiError(accept.error).detail || t('nda.failed')} />
      ) : null}
      {nda.isError ? <ErrorState error={nda.error} onRetry={() => void nda.refetch()} /> : null}
      {nda.isPending ? <LoadingState height={280} /> : null}
      {nda.data ? (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <section className={css.nda} aria-label={t('nda.text')} tabIndex={0}>
            <Markdown source={nda.data.text} />
          </section>
          <FirmChoice firms={firms} value={firm} onChange={setFirm} />
          <Checkbox checked={agreed} onChange={({ target }) => setAgreed(target.checked)}>
            {t('nda.agree', { version: nda.data.version })}
          </Checkbox>
        </>
      ) : null}
    </Modal>
  );
}

interface FirmChoiceProps {
  firms: Firms;
  value: string | undefined;
  onChange: (id: string) => void;
}

/** For whom one signs; nothing to choose with one firm only. */
function FirmChoice({ firms, value, onChange }: FirmChoiceProps) {
  const { t } = useTranslation('deals');
  if (firms.length < 2) return null;
  return (
    <div className={css.ndaFirm}>
      <span>{t('nda.firm')}</span>
      <Select
        value={value}
        onChange={onChange}
        aria-label={t('nda.firm')}
        options={firms.map(({ id, display_name }) => ({ value: id, label: display_name }))}
      />
    </div>
  );
}
