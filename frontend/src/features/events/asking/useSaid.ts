import { useTranslation } from 'react-i18next';
import type { Answer, Question } from '@/api';
import { labelOf } from './shown';

/** An answer in the page's words. */
export function useSaid() {
  const { t, i18n } = useTranslation('events');
  return ({ question, kind, values }: Answer, questions: readonly Question[]): string => {
    if (kind === 'yes_no') return t(values[0] === 'yes' ? 'asking.yes' : 'asking.no');
    const options = questions.find(({ id }) => id === question)?.options ?? [];
    const words = values.map((value) => {
      const option = options.find(({ label }) => label === value);
      return option
        ? labelOf({ label: option.label, label_en: option.label_en ?? '' }, i18n.language)
        : value;
    });
    return words.join('；');
  };
}
