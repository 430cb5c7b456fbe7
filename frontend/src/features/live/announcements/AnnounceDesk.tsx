import { Button, Input } from 'antd';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newNonce } from '@/shared/nonce';
import live from '../live.module.css';
import type { RoadshowState } from '../room';
import type { EventDetail, Roadshow } from '../useRoadshow';
import { type Say, useSay } from '../useSay';
import { newestFirst } from './announcements';
import css from './announcements.module.css';

const LONGEST = 200;

interface AnnounceDeskProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
  isOff: boolean;
}

/** Saying something to every phone and to the wall, and taking it down again. */
export default function AnnounceDesk({ event, state, room, isOff }: AnnounceDeskProps) {
  const { t } = useTranslation('announcements');
  const { say, refusal } = useSay(event.id, room.command);
  const standing = newestFirst(state.announcements);
  return (
    <>
      <AnnounceForm say={say} isOff={isOff} />
      <p role="alert" className={css.refusal}>
        {refusal}
      </p>
      {standing.length === 0 ? <p className={live.quiet}>{t('none')}</p> : null}
      <ol className={css.list}>
        {standing.map((one) => (
          <li key={one.id}>
            <span className={css.text}>{one.text}</span>
            <Button
              disabled={isOff}
              aria-label={t('take_down_of', { text: one.text })}
              onClick={() => void say('room.withdraw_announcement', { announcement: one.id })}
            >
              {t('take_down')}
            </Button>
          </li>
        ))}
      </ol>
    </>
  );
}

function AnnounceForm({ say, isOff }: { say: Say['say']; isOff: boolean }) {
  const { t } = useTranslation('announcements');
  const [text, setText] = useState('');
  // The id belongs to the words: whoever presses again says the same thing once.
  const sent = useRef({ text: '', id: '' });
  const field = useId();
  const submit = async (press: FormEvent) => {
    press.preventDefault();
    if (sent.current.text !== text) sent.current = { text, id: newNonce() };
    if (await say('room.announce', { announcement: sent.current.id, text })) {
      sent.current = { text: '', id: '' };
      setText('');
    }
  };
  return (
    <form className={css.form} onSubmit={(press) => void submit(press)}>
      <label htmlFor={field}>{t('label')}</label>
      <Input.TextArea
        id={field}
        value={text}
        maxLength={LONGEST}
        autoSize={{ minRows: 2, maxRows: 4 }}
        placeholder={t('example')}
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="primary" htmlType="submit" disabled={isOff || !text.trim()}>
        {t('do')}
      </Button>
    </form>
  );
}
