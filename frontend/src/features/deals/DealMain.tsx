import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { useViewer } from '@/app/viewer';
import { MainAction, MainLink } from '@/shared/MainAction';
import { NdaDialog } from './NdaDialog';

/** The next thing to do with a project: edit one's own, open what is shut, or read the deck. */
export function DealMain({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('deals');
  const viewer = useViewer();
  const [signing, setSigning] = useState(false);
  const { allowed_actions, blocks } = pitch;
  const shut = Object.values(blocks).filter(({ readable }) => !readable);
  if (allowed_actions.includes('update_pitch')) {
    return <MainLink href={`/startup/pitch/${pitch.id}`}>{t('deal.edit')}</MainLink>;
  }
  if (viewer === null && shut.length > 0) {
    return (
      <MainLink href={`/login?next=${encodeURIComponent(`/deals/${pitch.id}`)}`}>
        {t('deal.sign_in', { count: shut.length })}
      </MainLink>
    );
  }
  if (allowed_actions.includes('accept_nda') && shut.some(({ why }) => why === 'nda_needed')) {
    return (
      <>
        <MainAction>
          <Button type="primary" onClick={() => setSigning(true)}>
            {t('lock.read_nda')}
          </Button>
        </MainAction>
        {signing ? <NdaDialog pitch={pitch} onClose={() => setSigning(false)} /> : null}
      </>
    );
  }
  if (blocks.deck.readable && blocks.deck.data?.state === 'ready') {
    return (
      <MainAction>
        <Button type="primary" href="#block-deck">
          {t('deck.see')}
        </Button>
      </MainAction>
    );
  }
  return null;
}
