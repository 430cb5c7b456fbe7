import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandRefused } from '@/app/live/roomSocket';
import { newNonce } from '@/shared/nonce';
import type { Roadshow } from '../useRoadshow';
import css from './questions.module.css';

const LONGEST = 300;

interface AskFormProps {
  event: string;
  room: Pick<Roadshow['room'], 'command' | 'connection'>;
  name: string;
}

/** One question at a time. What was typed stays until the room has it. */
export function AskForm({ event, room, name }: AskFormProps) {
  const { t } = useTranslation('questions');
  const [text, setText] = useState('');
  const [isAnonymous, setIsAnonymous] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [said, setSaid] = useState<'' | 'sent' | { refusal: string }>('');
  // The same until it is answered: whoever presses again asks the same question.
  const [id, setId] = useState(newNonce);
  const field = useId();
  const submit = async (press: FormEvent) => {
    press.preventDefault();
    setIsSending(true);
    setSaid('');
    try {
      await room.command('question.ask', { room: event, question: id, text, is_anonymous: isAnonymous });
      setText('');
      setId(newNonce());
      setSaid('sent');
    } catch (error) {
      setSaid({ refusal: (error instanceof CommandRefused && error.message) || t('no_answer') });
    } finally {
      setIsSending(false);
    }
  };
  return (
    <form className={css.ask} onSubmit={(press) => void submit(press)}>
      <label htmlFor={field}>{t('ask.label')}</label>
      <Input.TextArea
        id={field}
        value={text}
        maxLength={LONGEST}
        autoSize={{ minRows: 2, maxRows: 6 }}
        placeholder={t('ask.placeholder')}
        onChange={({ target }) => setText(target.value)}
      />
      <div className={css.askFoot}>
        <Checkbox checked={isAnonymous} onChange={({ target }) => setIsAnonymous(target.checked)}>
          {t('ask.anonymous')}
        </Checkbox>
        <span className={css.as}>{isAnonymous || !name ? '' : t('ask.as', { name })}</span>
        <Button
          type="primary"
          htmlType="submit"
          loading={isSending}
          disabled={!text.trim() || room.connection !== 'live'}
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
