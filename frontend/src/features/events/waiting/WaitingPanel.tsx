import { useTranslation } from 'react-i18next';
import { useViewer } from '@/app/viewer';
import { LoadingState } from '@/shared/states/LoadingState';
import type { Typed } from '../registering';
import type { EventDetail } from '../words';
import { MemberWaiting } from './MemberWaiting';
import { WaitingForm } from './WaitingForm';

/** Where all places are taken: how waiting works, and the way into the line. */
export function WaitingPanel({ event, typed }: { event: EventDetail; typed: Typed }) {
  const { t } = useTranslation('events');
  const viewer = useViewer();
  if (viewer === undefined) return <LoadingState height={640} />;
  return (
    <>
      <p>{t('waiting.full', { hours: event.offer_hours })}</p>
      {viewer ? <MemberWaiting event={event} /> : <WaitingForm event={event} typed={typed} />}
    </>
  );
}
