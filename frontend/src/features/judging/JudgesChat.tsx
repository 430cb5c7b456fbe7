import { useTranslation } from 'react-i18next';
import type { RoomChatLine } from '@/api';
import { ChatPanel } from '@/app/backstage/ChatPanel';
import css from './judging.module.css';
import type { JudgesRoom } from './useView';

interface JudgesChatProps {
  event: string;
  judge: string;
  room: JudgesRoom;
  chat: Record<string, RoomChatLine>;
}

/** The talk of the judges with the host, at the foot of a judge's phone. */
export function JudgesChat({ event, judge, room, chat }: JudgesChatProps) {
  const { t } = useTranslation('backstage');
  return (
    <section className={css.panel} aria-labelledby="chat">
      <h2 id="chat">{t('chat.judges')}</h2>
      <ChatPanel event={event} channel="judges" lines={chat} me={judge} room={room} />
    </section>
  );
}
