import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listThesesOptions } from '@/api/@tanstack/react-query.gen';
import { useViewer } from '@/app/viewer';
import { titleOf } from '@/shared/names';

/** Whom something is asked for, as a choice. */
export interface Subject {
  value: string;
  label: string;
}

interface InvestorSubjects {
  subjects: Subject[];
  isPending: boolean;
  error: unknown;
  onRetry: () => void;
}

/** Whom matches can be asked for: each firm of the viewer as a whole, and each of its theses. None for visitors. */
export function useInvestorSubjects(): InvestorSubjects {
  const { t, i18n } = useTranslation('why');
  const firms = (useViewer()?.organizations ?? []).filter(({ kind }) => kind === 'investment_firm');
  const answers = useQueries({
    queries: firms.map(({ id }) => listThesesOptions({ query: { firm: id } })),
  });
  const subjects = firms.flatMap((firm, index) => [
    { value: `firm:${firm.id}`, label: t('whole_firm', { name: firm.display_name }) },
    ...(answers[index]?.data?.results ?? []).map((thesis) => ({
      value: `thesis:${thesis.id}`,
      label: titleOf(thesis, i18n.language),
    })),
  ]);
  return {
    subjects,
    isPending: answers.some((answer) => answer.isPending),
    error: answers.find((answer) => answer.isError)?.error,
    onRetry: () => answers.forEach((answer) => void answer.refetch()),
  };
}
