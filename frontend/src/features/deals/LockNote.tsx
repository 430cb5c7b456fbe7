import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { useViewer } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { useLabels } from '@/shared/cards/useLabels';
import { Icon } from '@/shared/icons';
import css from './deal.module.css';
import { NdaDialog } from './NdaDialog';

interface LockNoteProps {
  block: string;
  /** What is missing, as the server says it. */
  why: string | null;
  pitch: Pitch;
}

/** A part that is there and shut: why, and what would open it. */
export function LockNote({ block, why, pitch }: LockNoteProps) {
  const { t } = useTranslation('deals');
  const label = useLabels();
  const viewer = useViewer();
  const [signing, setSigning] = useState(false);
  const text = t as unknown as (key: string, options: object) => string;
  const canSign = why === 'nda_needed' && pitch.allowed_actions.includes('accept_nda');
  return (
    <div className={css.lock}>
      <Icon name="shield" size={20} />
      <div>
        <p>
          <strong>{label('block', block)}</strong>{' '}
          {text(`lock.${why ?? 'closed'}`, { defaultValue: t('lock.closed') })}
        </p>
        {canSign ? (
          <Button size="small" onClick={() => setSigning(true)}>
            {t('lock.read_nda')}
          </Button>
        ) : null}
        {viewer === null ? (
          <p className={css.small}>
            <AppLink href={`/login?next=${encodeURIComponent(`/deals/${pitch.id}`)}`}>
              {t('lock.sign_in')}
            </AppLink>
          </p>
        ) : null}
      </div>
      {signing ? <NdaDialog pitch={pitch} onClose={() => setSigning(false)} /> : null}
    </div>
  );
}
