import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Input, Select, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { GuestInvitationRow } from '@/api';
import {
  eventsInvitationsCountsOptions,
  eventsInvitationsListOptions,
  eventsInvitationsResendMutation,
  eventsInvitationsRevokeMutation,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { DataTable } from '@/shared/DataTable';
import { compact } from '@/shared/search/address';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { type DeskEventSearch, INVITATION_STATES } from '../search';
import type { EventDetail } from '../words';
import { InviteForm } from './InviteForm';

const route = getRouteApi('/_app/org/events/$id');
const PAGE_SIZE = 20;

/** Whom the host has invited, and what became of it: for those who work for the host alone. */
export function InvitationsPanel({ event }: { event: EventDetail }) {
  const { t } = useTranslation(['closed', 'events']);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { invited: state, invited_q: q, invited_page: page = 1 } = search;
  const path = { event_id: event.id };
  const list = useQuery({
    ...eventsInvitationsListOptions({ path, query: compact({ q, state, page, page_size: PAGE_SIZE }) }),
    placeholderData: keepPreviousData,
  });
  const change = (changes: Partial<Record<keyof DeskEventSearch, unknown>>) =>
    void navigate({
      search: compact({ ...search, invited_page: undefined, ...changes }) as DeskEventSearch,
      replace: true,
    });
  return (
    <section className={css.panel} aria-labelledby="invitations">
      <h2 id="invitations">{t('closed:invitations.title')}</h2>
      <p className={css.quiet}>{t('closed:invitations.text')}</p>
      {event.allowed_actions.includes('invite_guests') ? <InviteForm event={event} /> : null}
      <div className={css.tools}>
        <Input.Search
          key={q ?? ''}
          defaultValue={q ?? ''}
          maxLength={80}
          style={{ maxWidth: 320 }}
          aria-label={t('closed:invitations.search')}
          placeholder={t('closed:invitations.search')}
          onSearch={(typed) => change({ invited_q: typed.trim() })}
        />
        <States event={event} chosen={state} onChoose={(invited) => change({ invited })} />
      </div>
      <DataTable<GuestInvitationRow>
        label={t('closed:invitations.title')}
        columns={useColumns(event)}
        rows={list.data?.results}
        rowKey="id"
        total={list.data?.count ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        loading={list.isFetching}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={t('closed:invitations.nobody')}
        onChange={(next) => change({ invited_page: next.page > 1 ? next.page : undefined })}
      />
    </section>
  );
}

interface StatesProps {
  event: EventDetail;
  chosen: DeskEventSearch['invited'];
  onChoose: (state: DeskEventSearch['invited']) => void;
}

/** Each state with how many there are. */
function States({ event, chosen, onChoose }: StatesProps) {
  const { t } = useTranslation(['closed', 'events']);
  const counts = useQuery(eventsInvitationsCountsOptions({ path: { event_id: event.id } }));
  const options = INVITATION_STATES.map((value) => ({
    value,
    label: `${t(`closed:invitations.state_${value}`)} ${counts.data?.[value] ?? ''}`.trim(),
  }));
  return (
    <Select
      className={css.choice ?? ''}
      allowClear
      aria-label={t('events:page.state')}
      placeholder={t('closed:invitations.all')}
      value={chosen ?? null}
      options={options}
      onChange={(value) => onChoose(value ?? undefined)}
    />
  );
}

function useColumns(event: EventDetail): TableColumnsType<GuestInvitationRow> {
  const { t } = useTranslation(['closed', 'events']);
  return [
    { key: 'name', dataIndex: 'name', title: t('events:ticket.name') },
    { key: 'contact', title: t('events:register.contact'), render: (_, row) => row.email ?? row.phone },
    {
      key: 'state',
      title: t('events:page.state'),
      render: (_, row) => t(`closed:invitations.state_${standingOf(row)}`),
    },
    {
      key: 'since',
      title: t('closed:invitations.since'),
      render: (_, row) => <Time value={row.created_at} as="datetime" />,
    },
    {
      key: 'acts',
      title: '',
      render: (_, row) =>
        event.allowed_actions.includes('invite_guests') ? <Acts event={event} row={row} /> : null,
    },
  ];
}

/** Whoever registered and has no place any more is neither coming nor undecided. */
function standingOf({ state, has_place }: GuestInvitationRow) {
  return state === 'registered' && !has_place ? 'ended' : state;
}

/** Who has not answered may be written to again; whoever has no place may be taken off. */
function Acts({ event, row }: { event: EventDetail; row: GuestInvitationRow }) {
  const { t } = useTranslation('closed');
  const told = useTold();
  const confirm = useConfirm();
  const path = { event_id: event.id, invitation_id: row.id };
  const resend = useMutation({ ...eventsInvitationsResendMutation(), ...told(t('invitations.resent')) });
  const revoke = useMutation({ ...eventsInvitationsRevokeMutation(), ...told(t('invitations.revoked')) });
  const ask = () =>
    confirm({
      title: t('invitations.revoke_ask', { name: row.name }),
      text: t('invitations.revoke_text'),
      ok: t('invitations.revoke'),
      act: () => revoke.mutateAsync({ path }),
    });
  return (
    <div className={css.acts}>
      {row.state === 'invited' ? (
        <Button loading={resend.isPending} onClick={() => resend.mutate({ path })}>
          {t('invitations.resend')}
        </Button>
      ) : null}
      {row.state !== 'revoked' && !row.has_place ? (
        <Button onClick={ask}>{t('invitations.revoke')}</Button>
      ) : null}
    </div>
  );
}
