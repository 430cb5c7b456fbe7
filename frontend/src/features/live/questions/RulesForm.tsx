import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './questions.module.css';
import type { Rules } from './useDeskActs';

interface RulesFormProps {
  rules: Rules;
  isOff: boolean;
  save: (rules: Rules) => void;
}

/** How questions are taken: whether at all, whether somebody looks first, how often, and which words wait to be looked at. */
export function RulesForm({ rules, isOff, save }: RulesFormProps) {
  const { t } = useTranslation('questions');
  const [takes, setTakes] = useState(rules.takes_questions);
  const [looks, setLooks] = useState(rules.looks_first);
  const [seconds, setSeconds] = useState(String(rules.slow_seconds));
  const [words, setWords] = useState(rules.held_words.join('\n'));
  const [slow, held] = [useId(), useId()];
  const submit = (press: FormEvent) => {
    press.preventDefault();
    save({
      takes_questions: takes,
      looks_first: looks,
      slow_seconds: Number.parseInt(seconds, 10) || 0,
      held_words: words.split('\n'),
    });
  };
  return (
    <form className={css.rules} onSubmit={submit}>
      <Checkbox checked={takes} onChange={({ target }) => setTakes(target.checked)}>
        {t('rules.takes')}
      </Checkbox>
      <Checkbox checked={looks} onChange={({ target }) => setLooks(target.checked)}>
        {t('rules.looks')}
      </Checkbox>
      <label htmlFor={slow}>{t('rules.slow')}</label>
      <Input
        id={slow}
        inputMode="numeric"
        value={seconds}
        onChange={({ target }) => setSeconds(target.value)}
      />
      <label htmlFor={held}>{t('rules.words')}</label>
      <Input.TextArea
        id={held}
        value={words}
        autoSize={{ minRows: 2, maxRows: 8 }}
        onChange={({ target }) => setWords(target.value)}
      />
      <Button htmlType="submit" type="primary" disabled={isOff}>
        {t('rules.save')}
      </Button>
    </form>
  );
}
