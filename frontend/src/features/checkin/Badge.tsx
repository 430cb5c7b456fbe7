import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFile } from '@/shared/files/showFile';
import type { Doorkeeper } from './keeper';
import type { Shown } from './reading';

interface BadgeProps {
  shown: Shown;
  keeper: Doorkeeper;
  className?: string | undefined;
}

/** The badge of who was just let in, in a tab to print it from. It is made by the server, so not without the net. */
export function Badge({ shown, keeper, className }: BadgeProps) {
  const { t } = useTranslation('checkin');
  const [stands, setStands] = useState<'ready' | 'asked' | 'failed'>('ready');
  if (shown.result !== 'admitted' || shown.passage !== 'entry' || shown.isAlone || shown.isUndone)
    return null;
  const print = async () => {
    setStands('asked');
    const show = showFile(`badge-${shown.guest?.code}.pdf`);
    try {
      show(await keeper.badge(shown));
      setStands('ready');
    } catch {
      show(null);
      setStands('failed');
    }
  };
  return (
    <button type="button" className={className} disabled={stands === 'asked'} onClick={() => void print()}>
      {t(stands === 'failed' ? 'badge.failed' : 'badge.print')}
    </button>
  );
}
