import type { Answer, AnswerInputRequest, Question } from '@/api';

/** What stands in the fields, by question. */
export type Filled = Partial<Record<string, string | string[]>>;

type Asked = Pick<Question, 'id' | 'shown_if' | 'shown_if_values'>;

/** The questions that are to be answered, in their order: the server's own rule (`asking.read`). */
export function shownQuestions<Q extends Asked>(questions: readonly Q[], filled: Filled): Q[] {
  const said = new Map<string, string[]>();
  return questions.filter(({ id, shown_if, shown_if_values }) => {
    const answers = shown_if ? said.get(shown_if) : undefined;
    const isShown = !shown_if || shown_if_values.some((value) => answers?.includes(value));
    if (isShown) said.set(id, saidTo(filled[id]));
    return isShown;
  });
}

function saidTo(value: string | string[] | undefined): string[] {
  const all = Array.isArray(value) ? value : [value ?? ''];
  return all.map((one) => one.trim()).filter(Boolean);
}

/** What is sent: to questions that are shown, and to which something was said. */
export function sentAnswers(questions: readonly Asked[], filled: Filled | undefined): AnswerInputRequest[] {
  return shownQuestions(questions, filled ?? {})
    .map(({ id }) => ({ question: id, values: saidTo(filled?.[id]) }))
    .filter(({ values }) => values.length > 0);
}

/** Answers as the fields hold them. */
export function filledOf(answers: readonly Pick<Answer, 'question' | 'kind' | 'values'>[]): Filled {
  return Object.fromEntries(
    answers.map(({ question, kind, values }) => [
      question,
      kind === 'choices' ? [...values] : (values[0] ?? ''),
    ]),
  );
}

export const labelOf = (asked: { label: string; label_en?: string }, language: string): string =>
  (language === 'en' && asked.label_en) || asked.label;

/** An answer in the page's words: an option as it is called now, yes and no as the page says them. */
export function wordsOf(
  { kind, options }: Pick<Question, 'kind' | 'options'>,
  values: readonly string[],
  language: string,
  yesOrNo: Record<'yes' | 'no', string>,
): string {
  if (kind === 'yes_no') return yesOrNo[values[0] === 'yes' ? 'yes' : 'no'];
  const named = new Map(options.map((option) => [option.label, labelOf(option, language)]));
  return values.map((value) => named.get(value) ?? value).join('；');
}
