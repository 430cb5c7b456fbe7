import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Pagination } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MailingRow } from '@/api';
import { eventsMailingsCreateMutation, eventsMailingsListOptions } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { AppLink } from '@/shared/AppLink';
import { EmptyState } from '@/shared/states/EmptyState';
import { Loaded } from '@/shared/states/Loaded';
import { Time } from '@/shared/Time';
import { DeskFrame } from './DeskFrame';
import css from './guests.module.css';
import { subjectOf } from './mailWords';

const route = getRouteApi('/_app/org/events/$id_/mails/');
const PAGE_SIZE = 20;

/** What guests of an event were written, what is on its way, and what is still a draft. */
export function MailsPage() {
  const { t } = useTranslation('guests');
  const { id } = route.useParams();
  return (
    <DeskFrame
      id={id}
      title={t('mails.title')}
      actions={({ allowed_actions }) => (allowed_actions.includes('mail_guests') ? <New /> : null)}
    >
      {() => <Mails />}
    </DeskFrame>
  );
}

/** A draft to everybody who has a place; the draft itself narrows that. */
function New() {
  const { t } = useTranslation('guests');
  const { id } = route.useParams();
  const navigate = route.useNavigate();
  const { onError } = useTold()('');
  const begin = useMutation({
    ...eventsMailingsCreateMutation(),
    onSuccess: ({ id: mailing }) =>
      void navigate({ to: '/org/events/$id/mails/$mailing', params: { id, mailing } }),
    onError,
  });
  return (
    <Button
      type="primary"
      loading={begin.isPending}
      onClick={() => begin.mutate({ path: { event_id: id }, body: { filters: { state: 'confirmed' } } })}
    >
      {t('mails.new')}
    </Button>
  );
}

function Mails() {
  const { t } = useTranslation('guests');
  const { id } = route.useParams();
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery({
    ...eventsMailingsListOptions({ path: { event_id: id }, query: { page, page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={list}>
      {({ results, count }) =>
        count === 0 ? (
          <EmptyState title={t('mails.empty')} text={t('mails.empty_text')} />
        ) : (
          <>
            <ul className={css.list} aria-label={t('mails.title')}>
              {results.map((mailing) => (
                <Row key={mailing.id} event={id} mailing={mailing} />
              ))}
            </ul>
            <Pagination
              current={page}
              pageSize={PAGE_SIZE}
              total={count}
              showSizeChanger={false}
              showLessItems
              hideOnSinglePage
              onChange={(next) => void navigate({ search: next > 1 ? { page: next } : {} })}
            />
          </>
        )
      }
    </Loaded>
  );
}

function Row({ event, mailing }: { event: string; mailing: MailingRow }) {
  const { t, i18n } = useTranslation('guests');
  const { state, progress, released_at, released_by } = mailing;
  return (
    <li>
      <h2>
        <AppLink href={`/org/events/${event}/mails/${mailing.id}`}>
          {subjectOf(mailing, i18n.language) || t('mails.untitled')}
        </AppLink>
      </h2>
      <p>
        {t(`mails.state.${state}`)}
        {state === 'draft'
          ? null
          : ` · ${t('mails.sent_of', { sent: progress.sent, total: progress.total })}`}
        {progress.failed > 0 ? ` · ${t('mails.failed', { count: progress.failed })}` : null}
      </p>
      <p className={css.quiet}>
        {released_by ? `${released_by} · ` : null}
        <Time value={released_at ?? mailing.created_at} as="datetime" />
      </p>
    </li>
  );
}
