import { Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gate, Reason } from '@/api';
import type { Subject } from '@/app/why/useInvestorSubjects';
import { AppLink } from '@/shared/AppLink';
import cards from '@/shared/cards/cards.module.css';
import { type Found, rowsOf } from '@/shared/search/found';
import { MoreButton } from '@/shared/search/MoreButton';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './matching.module.css';
import { type MatchSearch, ORDERS, type Order } from './search';
import { WhyFold } from './WhyFold';

interface Match {
  gates: readonly Gate[];
  reasons: readonly Reason[];
  is_explored: boolean;
}

interface Answer<Row> {
  results: Row[];
  personalized: boolean;
  model: { name: string; version: string; source: string };
}

interface MatchFrameProps<Row> {
  subjects: Subject[];
  subject: string;
  order: Order;
  change: (changes: MatchSearch) => void;
  found: Found<Answer<Row>>;
  emptyText: string;
  /** Whom the list shows, for the words about places given away. */
  kind: 'investor' | 'deal';
  /** What stands in one row; `why` belongs into its card. */
  row: (match: Row, why: ReactNode) => { key: string; card: ReactNode };
}

/** What both pages of matches share: for whom, in which order, by which weights, and the list. */
export function MatchFrame<Row extends Match>(props: MatchFrameProps<Row>) {
  const { t } = useTranslation('matching');
  const { found, order, emptyText, kind, row } = props;
  const answer = found.data?.pages[0];
  const matches = rowsOf(found);
  const rows = matches.map((match, index) =>
    row(
      match,
      <>
        {match.is_explored ? <ChancePlace kind={kind} /> : null}
        <WhyFold gates={match.gates} reasons={match.reasons} startOpen={index === 0} />
      </>,
    ),
  );
  return (
    <>
      <Tools {...props} />
      {answer && !answer.personalized && order === 'best' ? (
        <p className={css.note}>
          {t('off')} <AppLink href="/account">{t('off_link')}</AppLink>
        </p>
      ) : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <LoadingState height="60vh" /> : null}
      {answer && rows.length === 0 ? <EmptyState title={t('empty')} text={emptyText} /> : null}
      <ul className={cards.list}>
        {rows.map(({ key, card }) => (
          <li key={key}>{card}</li>
        ))}
      </ul>
      {rows.length > 0 ? (
        <MoreButton
          hasMore={found.hasNextPage}
          loading={found.isFetchingNextPage}
          shown={rows.length}
          onMore={() => void found.fetchNextPage()}
        />
      ) : null}
      {answer ? <ModelNote model={answer.model} /> : null}
    </>
  );
}

/** Says why one stands higher than its score: without a hover, so that it is read on a phone too. */
function ChancePlace({ kind }: { kind: 'investor' | 'deal' }) {
  const { t } = useTranslation('matching');
  return (
    <p className={css.chance}>
      <strong>{t('explored.badge')}</strong> {t(`explored.${kind}`)}
    </p>
  );
}

/** Where the order comes from. Weights fitted to this street are worded here, shipped ones name their own source. */
function ModelNote({ model }: { model: Answer<never>['model'] }) {
  const { t } = useTranslation('matching');
  const isFitted = model.version.startsWith('fitted-');
  return <p className={css.note}>{isFitted ? t('model_fitted', { ...model }) : t('model', { ...model })}</p>;
}

function Tools({
  subjects,
  subject,
  order,
  change,
}: Pick<MatchFrameProps<never>, 'subjects' | 'subject' | 'order' | 'change'>) {
  const { t } = useTranslation('matching');
  return (
    <>
      <div className={css.tools}>
        <Select
          className={css.subject}
          aria-label={t('subject')}
          value={subject}
          options={subjects}
          onChange={(of) => change({ of })}
        />
        <Segmented<Order>
          aria-label={t('order.label')}
          value={order}
          onChange={(next) => change({ order: next })}
          options={ORDERS.map((value) => ({ value, label: t(`order.${value}`) }))}
        />
      </div>
      <p className={css.note}>{t(`order.${order}_text`)}</p>
    </>
  );
}
