import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '@/app/live/roomSocket';
import { newNonce } from '@/shared/nonce';
import type { Roadshow } from '../useRoadshow';
import css from './questions.module.css';

const LONGEST = 300;

interface AskFormProps {
  event: string;
  room: Pick<Roadshow['room'], 'command' | 'connection'>;
  name: string;
  isOff: boolean;
}

interface Asking {
  text: string;
  isAnonymous: boolean;
  isSending: boolean;
  said: '' | 'sent' | { refusal: string };
  write: (text: string) => void;
  beNobody: (isAnonymous: boolean) => void;
  send: () => Promise<void>;
}

/** What was typed stays until the room has it. */
function useAsking(event: string, command: AskFormProps['room']['command']): Asking {
  const { t } = useTranslation('questions');
  const [text, setText] = useState('');
  const [isAnonymous, setIsAnonymous] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [said, setSaid] = useState<Asking['said']>('');
  // The id belongs to the words: whoever presses again asks the same question, and with other words another one.
  const sent = useRef({ text: '', isAnonymous: false, id: '' });
  const send = async () => {
    if (sent.current.text !== text || sent.current.isAnonymous !== isAnonymous)
      sent.current = { text, isAnonymous, id: newNonce() };
    const { id } = sent.current;
    setIsSending(true);
    setSaid('');
    try {
      await command('question.ask', { room: event, question: id, text, is_anonymous: isAnonymous });
      setText('');
      sent.current = { text: '', isAnonymous: false, id: '' };
      setSaid('sent');
    } catch (error) {
      setSaid({ refusal: sentenceOf(error, t('no_answer')) });
    } finally {
      setIsSending(false);
    }
  };
  const write = (next: string) => {
    setText(next);
    setSaid('');
  };
  return { text, isAnonymous, isSending, said, write, beNobody: setIsAnonymous, send };
}

/** One question at a time. */
export function AskForm({ event, room, name, isOff }: AskFormProps) {
  const { t } = useTranslation('questions');
  const { text, isAnonymous, isSending, said, write, beNobody, send } = useAsking(event, room.command);
  const field = useId();
  const submit = (press: FormEvent) => {
    press.preventDefault();
    void send();
  };
  return (
    <form className={css.ask} onSubmit={submit}>
      <label htmlFor={field}>{t('ask.label')}</label>
      <Input.TextArea
        id={field}
        value={text}
        maxLength={LONGEST}
        autoSize={{ minRows: 2, maxRows: 6 }}
        placeholder={t('ask.placeholder')}
        readOnly={isSending}
        disabled={isOff}
        onChange={({ target }) => write(target.value)}
      />
      <div className={css.askFoot}>
        <Checkbox checked={isAnonymous} onChange={({ target }) => beNobody(target.checked)}>
          {t('ask.anonymous')}
        </Checkbox>
        <span className={css.as}>{isAnonymous || !name ? '' : t('ask.as', { name })}</span>
        <Button
          type="primary"
          htmlType="submit"
          loading={isSending}
          disabled={isOff || !text.trim() || room.connection !== 'live'}
        >
          {t('ask.do')}
        </Button>
      </div>
      <p role="status" className={typeof said === 'object' ? css.refusal : css.sent}>
        {said === 'sent' ? t('ask.sent') : typeof said === 'object' ? said.refusal : ''}
      </p>
    </form>
  );
}
