import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newNonce } from '@/shared/nonce';
import type { Say } from '../useSay';
import type { DeskPoll } from './polls';
import css from './polls.module.css';

const LONGEST = { text: 200, choice: 80 };
const FEWEST = 2;
const MOST = 10;

interface PollFormProps {
  /** Null for a new one. */
  draft: DeskPoll | null;
  isOff: boolean;
  say: Say['say'];
  done: () => void;
}

interface Line {
  key: string;
  text: string;
  isRight: boolean;
}

const lineOf = (text = '', isRight = false): Line => ({ key: newNonce(), text, isRight });

function useWriting({ draft, say, done }: PollFormProps) {
  const id = useRef(draft?.id ?? newNonce());
  const [text, setText] = useState(draft?.text ?? '');
  const [isQuiz, setIsQuiz] = useState(draft?.kind === 'quiz');
  const [isMany, setIsMany] = useState((draft?.most ?? 1) > 1);
  const [most, setMost] = useState(String((draft?.most ?? 1) > 1 ? draft?.most : ''));
  const [showsEarly, setShowsEarly] = useState(draft?.shows_early ?? false);
  const [lines, setLines] = useState<Line[]>(
    () =>
      draft?.choices.map((choice, place) => lineOf(choice, draft.right.includes(place))) ?? [
        lineOf(),
        lineOf(),
      ],
  );
  const change = (key: string, part: Partial<Line>) =>
    setLines((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const save = async () => {
    const kept = lines.filter((one) => one.text.trim());
    const right = isQuiz ? kept.flatMap((one, place) => (one.isRight ? [place] : [])) : [];
    const isSaved = await say('poll.save', {
      poll: id.current,
      kind: isQuiz ? 'quiz' : 'poll',
      text,
      choices: kept.map((one) => one.text),
      right,
      // Whoever marks several as right lets several be chosen.
      most: isMany || right.length > 1 ? Math.min(Number(most) || kept.length, kept.length) : 1,
      shows_early: showsEarly && !isQuiz,
    });
    if (isSaved) done();
  };
  return {
    ...{ text, setText, isQuiz, setIsQuiz, isMany, setIsMany, most, setMost, showsEarly, setShowsEarly },
    ...{ lines, setLines, change, save },
  };
}

/** A poll or a quiz before it is opened. */
export function PollForm(props: PollFormProps) {
  const { t } = useTranslation('polls');
  const form = useWriting(props);
  const field = useId();
  const most = useId();
  const submit = (press: FormEvent) => {
    press.preventDefault();
    void form.save();
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <label htmlFor={field}>{t('form.text')}</label>
      <Input
        id={field}
        value={form.text}
        maxLength={LONGEST.text}
        placeholder={t('form.text_example')}
        onChange={({ target }) => form.setText(target.value)}
      />
      <Choices form={form} />
      <div className={css.rules}>
        <Checkbox checked={form.isMany} onChange={({ target }) => form.setIsMany(target.checked)}>
          {t('form.many')}
        </Checkbox>
        {form.isMany ? (
          <div className={css.line}>
            <label htmlFor={most}>{t('form.most')}</label>
            <Input
              id={most}
              type="number"
              min={2}
              max={form.lines.length}
              value={form.most}
              placeholder={String(form.lines.length)}
              onChange={({ target }) => form.setMost(target.value)}
            />
          </div>
        ) : null}
        <Checkbox checked={form.isQuiz} onChange={({ target }) => form.setIsQuiz(target.checked)}>
          {t('form.quiz')}
        </Checkbox>
        <Checkbox
          checked={form.showsEarly && !form.isQuiz}
          disabled={form.isQuiz}
          onChange={({ target }) => form.setShowsEarly(target.checked)}
        >
          {t('form.early')}
        </Checkbox>
      </div>
      <div className={css.acts}>
        <Button type="primary" htmlType="submit" disabled={props.isOff}>
          {t('form.save')}
        </Button>
        <Button onClick={props.done}>{t('form.leave')}</Button>
      </div>
    </form>
  );
}

function Choices({ form }: { form: ReturnType<typeof useWriting> }) {
  const { t } = useTranslation('polls');
  const { lines, setLines, change, isQuiz } = form;
  return (
    <fieldset className={css.choosing}>
      <legend>{t('form.choices')}</legend>
      {lines.map((line, place) => (
        <div key={line.key} className={css.line}>
          {isQuiz ? (
            <Checkbox
              aria-label={t('form.is_right', { place: place + 1 })}
              checked={line.isRight}
              onChange={({ target }) => change(line.key, { isRight: target.checked })}
            />
          ) : null}
          <Input
            aria-label={t('form.choice', { place: place + 1 })}
            value={line.text}
            maxLength={LONGEST.choice}
            onChange={({ target }) => change(line.key, { text: target.value })}
          />
          <Button
            disabled={lines.length <= FEWEST}
            aria-label={t('form.remove_of', { place: place + 1 })}
            onClick={() => setLines(lines.filter((one) => one.key !== line.key))}
          >
            {t('form.remove')}
          </Button>
        </div>
      ))}
      {isQuiz ? <p className={css.hint}>{t('form.right_hint')}</p> : null}
      <Button
        className={css.new ?? ''}
        disabled={lines.length >= MOST}
        onClick={() => setLines([...lines, lineOf()])}
      >
        {t('form.add')}
      </Button>
    </fieldset>
  );
}
