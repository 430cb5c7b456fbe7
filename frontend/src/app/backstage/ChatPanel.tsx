import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newNonce } from '@/shared/nonce';
import { sentenceOf } from '../live/roomSocket';
import type { Room } from '../live/useRoom';
import { type Channel, type ChatLine, type ChatLines, inOrder } from './chat';
import css from './chat.module.css';

const LONGEST = 500;

interface ChatPanelProps {
  event: string;
  channel: Channel;
  lines: ChatLines;
  /** The account or the judge that talks. */
  me: string;
  room: Pick<Room<unknown>, 'command' | 'connection'>;
  /** The host may take back what anybody said. */
  isHost?: boolean;
}

/** What is said in one channel behind the stage, and saying something there. */
export function ChatPanel({ event, channel, lines, me, room, isHost = false }: ChatPanelProps) {
  const { t } = useTranslation('backstage');
  const [refusal, setRefusal] = useState('');
  const isOff = room.connection !== 'live';
  const send = (type: string, payload: Record<string, unknown>) => {
    setRefusal('');
    return room.command(type, { room: event, ...payload }).then(
      () => true,
      (error: unknown) => {
        setRefusal(sentenceOf(error, t('no_answer')));
        return false;
      },
    );
  };
  return (
    <div className={css.chat}>
      <Lines
        lines={inOrder(lines)}
        me={me}
        mayTakeBack={(line) => !isOff && (isHost || line.author === me)}
        onTakeBack={(line) => void send('backstage.take_back', { line })}
      />
      <SayForm
        isOff={isOff}
        say={(line, text) => send('backstage.say', { line, channel, text })}
        label={t(`chat.say_${channel}`)}
      />
      <p role="alert" className={css.refusal}>
        {refusal}
      </p>
    </div>
  );
}

interface LinesProps {
  lines: ChatLine[];
  me: string;
  mayTakeBack: (line: ChatLine) => boolean;
  onTakeBack: (line: string) => void;
}

function Lines({ lines, me, mayTakeBack, onTakeBack }: LinesProps) {
  const { t, i18n } = useTranslation('backstage');
  const box = useRef<HTMLOListElement>(null);
  const last = lines.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is why
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [last]);
  const time = new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit' });
  if (lines.length === 0) return <p className={css.quiet}>{t('chat.none')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <ol ref={box} className={css.lines} aria-live="polite" aria-label={t('chat.title')} tabIndex={0}>
      {lines.map((line) => (
        <li key={line.id} data-own={line.author === me || undefined}>
          <p className={css.who}>
            <strong>{line.name || t(`chat.${line.by}`)}</strong>
            {line.by === 'judge' ? <span className={css.tag}>{t('chat.judge')}</span> : null}
            <time dateTime={line.said_at}>{time.format(new Date(line.said_at))}</time>
          </p>
          <p className={css.text}>{line.text}</p>
          {mayTakeBack(line) ? (
            <button
              type="button"
              className={css.plain}
              aria-label={t('chat.take_back_of', { text: line.text })}
              onClick={() => onTakeBack(line.id)}
            >
              {t('chat.take_back')}
            </button>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

interface SayFormProps {
  isOff: boolean;
  label: string;
  say: (line: string, text: string) => Promise<boolean>;
}

function SayForm({ isOff, label, say }: SayFormProps) {
  const { t } = useTranslation('backstage');
  const [text, setText] = useState('');
  // The id belongs to the words: whoever presses again says the same thing once.
  const sent = useRef({ text: '', id: '' });
  const field = useId();
  const submit = async (press: FormEvent) => {
    press.preventDefault();
    if (!text.trim() || isOff) return;
    if (sent.current.text !== text) sent.current = { text, id: newNonce() };
    if (await say(sent.current.id, text)) {
      sent.current = { text: '', id: '' };
      setText('');
    }
  };
  return (
    <form className={css.say} onSubmit={(press) => void submit(press)}>
      <label htmlFor={field}>{label}</label>
      <input
        id={field}
        value={text}
        maxLength={LONGEST}
        autoComplete="off"
        enterKeyHint="send"
        onChange={({ target }) => setText(target.value)}
      />
      <button type="submit" disabled={isOff || !text.trim()}>
        {t('chat.send')}
      </button>
    </form>
  );
}
