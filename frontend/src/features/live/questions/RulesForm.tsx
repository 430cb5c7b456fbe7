import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './questions.module.css';
import type { Rules } from './useDeskActs';

interface RulesFormProps {
  rules: Rules;
  isOff: boolean;
  save: (rules: Rules) => Promise<boolean>;
}

interface Draft extends Omit<Rules, 'slow_seconds' | 'held_words'> {
  slow_seconds: string;
  held_words: string;
}

const written = (rules: Rules): Draft => ({
  ...rules,
  slow_seconds: String(rules.slow_seconds),
  held_words: rules.held_words.join('\n'),
});

const read = ({ slow_seconds, held_words, ...rest }: Draft): Rules => ({
  ...rest,
  slow_seconds: Number(slow_seconds) || 0,
  held_words: held_words
    .split('\n')
    .map((word) => word.trim())
    .filter(Boolean),
});

/** How questions are taken: whether at all, whether somebody looks first, how often, and which words wait to be looked at. */
export function RulesForm({ rules, isOff, save }: RulesFormProps) {
  const { t } = useTranslation('questions');
  // Only what was touched here: another hand that saves meanwhile takes nothing of it.
  const [draft, setDraft] = useState<Partial<Draft>>({});
  const [isSaved, setIsSaved] = useState(false);
  const [slow, held] = [useId(), useId()];
  const shown: Draft = { ...written(rules), ...draft };
  const touch = (part: Partial<Draft>) => {
    setIsSaved(false);
    setDraft((before) => ({ ...before, ...part }));
  };
  const submit = async (press: FormEvent) => {
    press.preventDefault();
    const isTaken = await save(read(shown));
    if (isTaken) setDraft({});
    setIsSaved(isTaken);
  };
  return (
    <form className={css.rules} onSubmit={(press) => void submit(press)}>
      <Checkbox
        checked={shown.takes_questions}
        onChange={({ target }) => touch({ takes_questions: target.checked })}
      >
        {t('rules.takes')}
      </Checkbox>
      <Checkbox checked={shown.looks_first} onChange={({ target }) => touch({ looks_first: target.checked })}>
        {t('rules.looks')}
      </Checkbox>
      <label htmlFor={slow}>{t('rules.slow')}</label>
      <Input
        id={slow}
        type="number"
        min={0}
        max={3600}
        value={shown.slow_seconds}
        onChange={({ target }) => touch({ slow_seconds: target.value })}
      />
      <label htmlFor={held}>{t('rules.words')}</label>
      <Input.TextArea
        id={held}
        value={shown.held_words}
        autoSize={{ minRows: 2, maxRows: 8 }}
        onChange={({ target }) => touch({ held_words: target.value })}
      />
      <Button htmlType="submit" type="primary" disabled={isOff}>
        {t('rules.save')}
      </Button>
      <p role="status" className={css.sent}>
        {isSaved ? t('rules.saved') : ''}
      </p>
    </form>
  );
}
