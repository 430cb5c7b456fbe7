import { AutoComplete, Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../format';
import css from './search.module.css';

export interface SuggestionLine {
  text: string;
  kind: string;
  value: string;
  count: number;
}

interface SearchBoxProps {
  label: string;
  placeholder: string;
  /** What is searched for now. */
  value: string;
  suggestions: readonly SuggestionLine[];
  onTyping: (text: string) => void;
  onSearch: (text: string) => void;
  onPick: (line: SuggestionLine) => void;
}

/** A line says what it is and how many carry it. */
function useOptions(suggestions: readonly SuggestionLine[]) {
  const { t, i18n } = useTranslation('cards');
  const kind = t as unknown as (key: string, options: object) => string;
  return suggestions.map((line) => ({
    value: `${line.kind}:${line.value}`,
    line,
    label: (
      <span className={css.line}>
        <span>{line.text}</span>
        <span className={css.kind}>
          {kind(`suggest.${line.kind}`, { defaultValue: '' })}
          {line.count > 0 ? ` ${formatCount(line.count, i18n.language)}` : ''}
        </span>
      </span>
    ),
  }));
}

/** The one box: words of any kind, with lines to choose from. */
export function SearchBox(props: SearchBoxProps) {
  const { t } = useTranslation('cards');
  const { label, placeholder, value, suggestions, onTyping, onSearch, onPick } = props;
  const [text, setText] = useState(value);
  const [open, setOpen] = useState(false);
  const search = () => {
    // Lines that come after the question was asked would open over its answer.
    setOpen(false);
    onSearch(text.trim());
  };
  useEffect(() => setText(value), [value]);
  const options = useOptions(suggestions);
  return (
    <search className={css.box}>
      <AutoComplete
        className={css.input}
        options={options}
        value={text}
        open={open && options.length > 0}
        // Typing opens it. The kit would also open it at the key that asks the question.
        onOpenChange={(next) => next || setOpen(false)}
        aria-label={label}
        defaultActiveFirstOption={false}
        onChange={(next: string) => {
          // While a line is highlighted the kit offers its key; only what is typed belongs into the box.
          if (options.some((option) => option.value === next)) return;
          setText(next);
          setOpen(true);
          onTyping(next);
        }}
        onSelect={(_key, option) => {
          setText('');
          onTyping('');
          onPick(option.line);
        }}
      >
        <Input
          size="large"
          allowClear
          maxLength={200}
          placeholder={placeholder}
          aria-label={label}
          onPressEnter={search}
          onClear={() => onSearch('')}
        />
      </AutoComplete>
      <Button type="primary" size="large" onClick={search}>
        {t('search.go')}
      </Button>
    </search>
  );
}
