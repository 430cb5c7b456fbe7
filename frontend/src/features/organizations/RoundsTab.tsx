import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button, Pagination } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListRoundsResponse } from '@/api';
import { listRoundsOptions, removeRoundMutation } from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { AppLink } from '@/shared/AppLink';
import { toApiError } from '@/shared/apiError';
import { useStageLabel } from '@/shared/labels';
import { Money } from '@/shared/Money';
import { organizationName } from '@/shared/names';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { RefusedState } from '@/shared/states/RefusedState';
import css from './organizations.module.css';
import { RoundForm } from './RoundForm';
import type { Organization } from './search';

type Round = ListRoundsResponse['results'][number];
const PAGE_SIZE = 20;

function Investors({ round }: { round: Round }) {
  const { t, i18n } = useTranslation('organizations');
  return (
    <p className={css.acts}>
      {round.investors.map(({ organization, is_lead }) => (
        <span key={organization.id}>
          <AppLink href={`/organizations/${organization.id}`}>
            {organizationName(organization, i18n.language)}
          </AppLink>
          {is_lead === null ? null : ` ${t(is_lead ? 'round.lead' : 'round.follow')}`}
        </span>
      ))}
    </p>
  );
}

function RoundRow({ round }: { round: Round }) {
  const { t } = useTranslation(['organizations', 'common']);
  const stageLabel = useStageLabel();
  const confirm = useConfirm();
  const remove = useMutation({ ...removeRoundMutation(), ...useTold()(t('organizations:round.removed')) });
  const name = round.round_label || stageLabel(round.stage);
  const askRemoval = () =>
    confirm({
      title: t('organizations:round.remove_ask', { name }),
      text: t('organizations:round.remove_text'),
      ok: t('common:form.delete'),
      act: () => remove.mutateAsync({ path: { round_id: round.id } }),
    });
  const told =
    round.source === 'self_reported'
      ? t('organizations:round.self_reported')
      : round.source_credit && t('organizations:round.source', { source: round.source_credit });
  return (
    <li className={css.row}>
      <div className={css.grow}>
        <strong>{name}</strong>
        <p>
          {round.closed_on.slice(0, { year: 4, month: 7, day: 10 }[round.closed_precision])}{' '}
          {round.amount ? <Money value={round.amount} /> : null}
        </p>
        {round.investors.length > 0 ? <Investors round={round} /> : null}
        {told ? <p>{told}</p> : null}
      </div>
      {round.allowed_actions.includes('remove_round') ? (
        <Button danger onClick={askRemoval}>
          {t('common:form.delete')}
        </Button>
      ) : null}
    </li>
  );
}

/** Rounds a company closed before, and what its people and operators do with them. */
export function RoundsTab({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const [page, setPage] = useState(1);
  const path = { organization_id: organization.id };
  const rounds = useQuery({
    ...listRoundsOptions({ path, query: { page, page_size: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });
  if (rounds.isPending) return <LoadingState height={240} />;
  if (rounds.isError)
    return toApiError(rounds.error).status === 403 ? (
      <RefusedState error={rounds.error} />
    ) : (
      // The last round of a page may have been removed: there is always a first page.
      <ErrorState error={rounds.error} onRetry={() => (page > 1 ? setPage(1) : void rounds.refetch())} />
    );
  const { results, count } = rounds.data;
  return (
    <>
      {count === 0 ? <EmptyState heading="h2" title={t('round.none')} /> : null}
      <ul className={css.rows}>
        {results.map((round) => (
          <RoundRow key={round.id} round={round} />
        ))}
      </ul>
      <Pagination
        className={css.pages ?? ''}
        current={page}
        pageSize={PAGE_SIZE}
        total={count}
        showSizeChanger={false}
        showLessItems
        hideOnSinglePage
        onChange={setPage}
      />
      {organization.allowed_actions.includes('record_round') ? (
        <RoundForm organization={organization} />
      ) : null}
    </>
  );
}
