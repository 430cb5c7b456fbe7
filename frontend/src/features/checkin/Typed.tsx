import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './checkin.module.css';
import { type Reading, readingOf } from './reading';

interface TypedProps {
  label: string;
  onReading: (reading: Reading) => Promise<void>;
}

/** A hand scanner types like a person, only faster, and ends with Enter; so the field is ready all the time. */
export function Typed({ label, onReading }: TypedProps) {
  const { t } = useTranslation('checkin');
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);
  const send = () => {
    const reading = readingOf(typed);
    setTyped('');
    if (reading) void onReading(reading);
  };
  return (
    <form
      className={css.typed}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor="typed">{label}</label>
      <input
        className={css.input}
        ref={field}
        id="typed"
        value={typed}
        maxLength={400}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={({ target }) => setTyped(target.value)}
      />
      <button type="submit" className={css.main}>
        {t('typed.do')}
      </button>
    </form>
  );
}
