import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Subject } from '@/app/why/useInvestorSubjects';
import { AppLink } from '@/shared/AppLink';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';

interface MatchesPageProps {
  side: 'startup' | 'investor';
  /** For whom matches can be asked; `chosen` stands in the address. */
  subjects: Subject[];
  chosen: string | undefined;
  isPending: boolean;
  error: unknown;
  onRetry: () => void;
  /** Where one gets something to be matched. */
  start: string;
  children: (subject: string) => ReactNode;
}

/** The page around matches: choose for whom, or be told what is needed first. */
export function MatchesPage(props: MatchesPageProps) {
  const { t } = useTranslation('matching');
  const { side, subjects, chosen, isPending, error, children } = props;
  const subject = subjects.find(({ value }) => value === chosen) ?? subjects[0];
  return (
    <div className="wrap">
      <PageHeader title={t(`${side}.title`)} subtitle={t(`${side}.subtitle`)} />
      {isPending ? <LoadingState height="60vh" /> : null}
      {error ? <ErrorState error={error} onRetry={props.onRetry} /> : null}
      {!isPending && !error && !subject ? (
        <EmptyState
          title={t(`${side}.none`)}
          text={t(`${side}.none_text`)}
          action={<AppLink href={props.start}>{t(`${side}.none_action`)}</AppLink>}
        />
      ) : null}
      {!isPending && subject ? children(subject.value) : null}
    </div>
  );
}
