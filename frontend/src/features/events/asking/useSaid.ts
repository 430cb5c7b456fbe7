import { useTranslation } from 'react-i18next';
import type { Answer, Question } from '@/api';
import { wordsOf } from '@/shared/asking';

/** An answer in the page's words. */
export function useSaid() {
  const { t, i18n } = useTranslation('events');
  return ({ question, kind, values }: Answer, questions: readonly Question[]): string => {
    const options = questions.find(({ id }) => id === question)?.options ?? [];
    const yesOrNo = { yes: t('asking.yes'), no: t('asking.no') };
    return wordsOf({ kind, options }, values, i18n.language, yesOrNo);
  };
}
