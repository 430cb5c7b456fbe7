import { Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import cards from '@/shared/cards/cards.module.css';
import { MoreButton } from '@/shared/search/MoreButton';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './matching.module.css';
import { ORDERS, type Order } from './search';

export interface Subject {
  value: string;
  label: string;
}

interface Answer {
  mode: string;
  order: string;
  personalized: boolean;
  model: { name: string; version: string; source: string };
}

interface MatchFrameProps {
  subjects: Subject[];
  subject: string;
  onSubject: (value: string) => void;
  order: Order;
  onOrder: (order: Order) => void;
  /** The first page as answered, and the state of asking. */
  answer: Answer | undefined;
  pending: boolean;
  error: unknown;
  onRetry: () => void;
  rows: { key: string; card: ReactNode }[];
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
  emptyText: string;
}

/** What both pages of matches share: for whom, in which order, by which weights, and the list. */
export function MatchFrame(props: MatchFrameProps) {
  const { t } = useTranslation('matching');
  const { subjects, subject, onSubject, order, onOrder, answer, rows } = props;
  return (
    <>
      <div className={css.tools}>
        <Select
          className={css.subject}
          aria-label={t('subject')}
          value={subject}
          options={subjects}
          onChange={onSubject}
        />
        <Segmented<Order>
          aria-label={t('order.label')}
          value={order}
          onChange={onOrder}
          options={ORDERS.map((value) => ({ value, label: t(`order.${value}`) }))}
        />
      </div>
      <p className={css.note}>{t(`order.${order}_text`)}</p>
      {answer && !answer.personalized && order === 'best' ? (
        <p className={css.note}>
          {t('off')} <AppLink href="/account">{t('off_link')}</AppLink>
        </p>
      ) : null}
      {props.error ? <ErrorState error={props.error} onRetry={props.onRetry} /> : null}
      {props.pending ? <LoadingState height="60vh" /> : null}
      {answer && rows.length === 0 ? <EmptyState title={t('empty')} text={props.emptyText} /> : null}
      <ul className={cards.list}>
        {rows.map(({ key, card }) => (
          <li key={key}>{card}</li>
        ))}
      </ul>
      {rows.length > 0 ? (
        <MoreButton
          hasMore={props.hasMore}
          loading={props.loadingMore}
          shown={rows.length}
          onMore={props.onMore}
        />
      ) : null}
      {answer ? (
        <p className={css.note}>
          {t('model', {
            name: answer.model.name,
            version: answer.model.version,
            source: answer.model.source,
          })}
        </p>
      ) : null}
    </>
  );
}
