import { useTranslation } from 'react-i18next';
import type { AgendaChange } from '@/api';
import css from '../events.module.css';
import { clockTime } from '../times';
import { titleOf } from '../words';

/** What is new in an agenda, line by line. */
export function ChangeList({ changes }: { changes: readonly AgendaChange[] }) {
  const { t, i18n } = useTranslation('agenda');
  return (
    <ul className={css.lines}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.line}`}>
          <strong>{t(`change.${change.kind}`)}</strong> {titleOf(change, i18n.language)} {change.speaker}
          <span className={css.facts}>
            <span>{when(change, i18n.language)}</span>
            {change.room ? <span>{change.room}</span> : null}
            {otherwise(change).map((name) => (
              <span key={name}>{t(`field.${name}`)}</span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** When it begins, and where that is otherwise when it was to begin. */
function when({ starts_at, was_at }: AgendaChange, language: string): string {
  const times = [was_at, starts_at].flatMap((at) => (at ? [clockTime(at, language)] : []));
  return [...new Set(times)].join(' → ');
}

const FIELDS = ['kind', 'title', 'title_en', 'speaker', 'room', 'minutes', 'pitch'] as const;

/** What it says otherwise; its time is told by itself. */
function otherwise({ fields_changed }: AgendaChange) {
  return FIELDS.filter((name) => fields_changed.includes(name));
}
