import type { Question, QuestionInputRequest } from '@/api';

export const KINDS = [
  'short_text',
  'long_text',
  'choice',
  'choices',
  'yes_no',
  'number',
  'date',
] as const satisfies QuestionInputRequest['kind'][];
export const PHASES = ['registering', 'confirmed'] as const satisfies QuestionInputRequest['phase'][];

/** A question as the editor holds it: options as lines, the English after a bar. */
export interface Line {
  id: string;
  phase: QuestionInputRequest['phase'];
  kind: QuestionInputRequest['kind'];
  label: string;
  label_en?: string;
  options?: string;
  is_required?: boolean;
  is_gated?: boolean;
  is_per_place?: boolean;
  is_shown_at_door?: boolean;
  is_asked_at_door?: boolean;
  shown_if?: string;
  shown_if_values?: string[];
}

export const hasOptions = (kind: Line['kind'] | undefined) => kind === 'choice' || kind === 'choices';

export function lineOf(question: Question): Line {
  const { id, phase, kind, label, label_en, shown_if, shown_if_values } = question;
  return {
    ...{ id, phase: phase ?? 'registering', kind, label, label_en },
    ...marksOf(question),
    options: question.options
      .map((option) => (option.label_en ? `${option.label} | ${option.label_en}` : option.label))
      .join('\n'),
    ...(shown_if ? { shown_if, shown_if_values: [...(shown_if_values ?? [])] } : {}),
  };
}

const MARKS = ['is_required', 'is_gated', 'is_per_place', 'is_shown_at_door', 'is_asked_at_door'] as const;
type Mark = (typeof MARKS)[number];

const marksOf = (of: Partial<Record<Mark, boolean>>) =>
  Object.fromEntries(MARKS.map((mark) => [mark, of[mark] ?? false])) as Record<Mark, boolean>;

export function optionsOf(text: string | undefined): { label: string; label_en: string }[] {
  return (text ?? '')
    .split('\n')
    .map((line) => {
      const [label = '', ...english] = line.split(/[|｜]/);
      return { label: label.trim(), label_en: english.join('|').trim() };
    })
    .filter(({ label }) => label);
}

export function sentLine(line: Line): QuestionInputRequest {
  const { id, phase, kind, label, label_en, shown_if, shown_if_values } = line;
  const marks = marksOf(line);
  return {
    ...{ id, phase, kind, label: label.trim(), label_en: (label_en ?? '').trim() },
    ...{ ...marks, is_gated: marks.is_gated && phase === 'registering' },
    options: hasOptions(kind) ? optionsOf(line.options) : [],
    shown_if: shown_if ?? null,
    shown_if_values: shown_if ? (shown_if_values ?? []) : [],
  };
}

/** Earlier questions of the same form whose answers are known beforehand: what a condition may name. */
export function deciding(lines: readonly (Line | undefined)[], index: number): Line[] {
  const own = lines[index];
  return (
    lines
      .slice(0, index)
      .filter((line): line is Line => line !== undefined && line.phase === own?.phase)
      // What is asked of each depends on nothing that is asked once.
      .filter(({ is_per_place }) => is_per_place || !own?.is_per_place)
      .filter(({ kind }) => hasOptions(kind) || kind === 'yes_no')
  );
}

/** What may be answered to a question a condition names. */
export function valuesOf(line: Line | undefined): string[] {
  if (line?.kind === 'yes_no') return ['yes', 'no'];
  return optionsOf(line?.options).map(({ label }) => label);
}

export function newLine(): Line {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return {
    id: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    phase: 'registering',
    kind: 'short_text',
    label: '',
  };
}
