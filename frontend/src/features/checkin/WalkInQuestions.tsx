import { useTranslation } from 'react-i18next';
import type { Question } from '@/api';
import { type Filled, labelOf, shownQuestions } from '@/shared/asking';
import css from './checkin.module.css';

interface FieldProps {
  question: Question;
  value: string | string[];
  onChange: (value: string | string[]) => void;
}

interface WalkInQuestionsProps {
  questions: readonly Question[];
  filled: Filled;
  onFill: (filled: Filled) => void;
}

/** What the host asks of who comes without a ticket; a question appears once what it depends on is said. */
export function WalkInQuestions({ questions, filled, onFill }: WalkInQuestionsProps) {
  return shownQuestions(questions, filled).map((question) => (
    <Field
      key={question.id}
      question={question}
      value={filled[question.id] ?? ''}
      onChange={(value) => onFill({ ...filled, [question.id]: value })}
    />
  ));
}

function Field({ question, value, onChange }: FieldProps) {
  const { i18n } = useTranslation('checkin');
  const { kind, is_required } = question;
  if (kind === 'choice' || kind === 'choices' || kind === 'yes_no') {
    return <Options question={question} value={value} onChange={onChange} />;
  }
  const given = {
    id: question.id,
    className: css.input ?? '',
    required: is_required ?? false,
    value: String(value),
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <label className={css.field} htmlFor={question.id}>
      <span>{labelOf(question, i18n.language)}</span>
      {kind === 'long_text' ? (
        <textarea rows={3} maxLength={2000} {...given} />
      ) : (
        <input {...given} {...typed(kind)} autoComplete="off" />
      )}
    </label>
  );
}

function typed(kind: Question['kind']) {
  if (kind === 'date') return { type: 'date' };
  if (kind === 'number')
    return { inputMode: 'decimal' as const, maxLength: 20, pattern: '\\s*[+\\-]?\\d+(\\.\\d+)?\\s*' };
  return { maxLength: 200 };
}

/** One of some options, or several; the browser asks for one where one is needed, and the server for several. */
function Options({ question, value, onChange }: FieldProps) {
  const { t, i18n } = useTranslation('checkin');
  const { id, kind, options, is_required } = question;
  const isMany = kind === 'choices';
  const chosen = Array.isArray(value) ? value : [value];
  const offered =
    kind === 'yes_no'
      ? (['yes', 'no'] as const).map((one) => ({ value: one as string, label: t(`walk_in.${one}`) }))
      : options.map((option) => ({ value: option.label, label: labelOf(option, i18n.language) }));
  const turn = (one: string, isOn: boolean) =>
    onChange(isMany ? [...chosen.filter((other) => other !== one), ...(isOn ? [one] : [])] : one);
  return (
    <fieldset className={css.means}>
      <legend>{labelOf(question, i18n.language)}</legend>
      {offered.map((one) => (
        <label key={one.value}>
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={id}
            required={!isMany && (is_required ?? false)}
            checked={chosen.includes(one.value)}
            onChange={({ target }) => turn(one.value, target.checked)}
          />{' '}
          {one.label}
        </label>
      ))}
    </fieldset>
  );
}
