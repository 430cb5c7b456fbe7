import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomTeamState } from '@/api';
import { ChatPanel } from '@/app/backstage/ChatPanel';
import type { Channel } from '@/app/backstage/chat';
import { useViewer } from '@/app/viewer';
import questions from '../questions/questions.module.css';
import type { EventDetail, Roadshow } from '../useRoadshow';

interface BackstageDeskProps {
  event: EventDetail;
  room: Roadshow['room'];
  backstage: RoomTeamState;
}

const CHANNELS: readonly Channel[] = ['team', 'judges'];

/** The talk of the host's people, and theirs with the judges. */
export default function BackstageDesk({ event, room, backstage }: BackstageDeskProps) {
  const { t } = useTranslation('backstage');
  const me = useViewer()?.id ?? '';
  const [channel, setChannel] = useState<Channel>('team');
  const lines = { team: backstage.team_chat, judges: backstage.judges_chat };
  return (
    <>
      <fieldset className={questions.orders} aria-label={t('chat.title')}>
        {CHANNELS.map((one) => (
          <button key={one} type="button" aria-pressed={one === channel} onClick={() => setChannel(one)}>
            {t(`chat.${one}`)} {Object.keys(lines[one]).length || ''}
          </button>
        ))}
      </fieldset>
      <ChatPanel
        key={channel}
        event={event.id}
        channel={channel}
        lines={lines[channel]}
        me={me}
        room={room}
        isHost
      />
    </>
  );
}
