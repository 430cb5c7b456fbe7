import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteFundMutation, listFundsOptions } from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { toApiError } from '@/shared/apiError';
import { useLabels } from '@/shared/cards/useLabels';
import { Money } from '@/shared/Money';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import { FundForm } from './FundForm';
import type { Fund } from './funds';
import css from './organizations.module.css';
import type { Organization } from './search';

function FundRow({ fund, onEdit }: { fund: Fund; onEdit: () => void }) {
  const { t } = useTranslation(['organizations', 'common']);
  const label = useLabels();
  const confirm = useConfirm();
  const remove = useMutation({ ...deleteFundMutation(), ...useTold()(t('organizations:fund.removed')) });
  const askRemoval = () =>
    confirm({
      title: t('organizations:fund.remove_ask', { name: fund.name }),
      text: t('organizations:fund.remove_text'),
      ok: t('common:form.delete'),
      act: () => remove.mutateAsync({ path: { fund_id: fund.id } }),
    });
  const facts = [label('fund_type', fund.fund_type), fund.amac_filing_no, fund.vintage_year];
  return (
    <>
      <div className={css.grow}>
        <strong>{fund.name}</strong>
        <p>
          {facts.filter(Boolean).join(' · ')} {fund.committed ? <Money value={fund.committed} /> : null}
        </p>
      </div>
      {fund.allowed_actions.includes('update_fund') ? (
        <Button onClick={onEdit}>{t('organizations:fund.edit_short')}</Button>
      ) : null}
      {fund.allowed_actions.includes('delete_fund') ? (
        <Button danger onClick={askRemoval}>
          {t('common:form.delete')}
        </Button>
      ) : null}
    </>
  );
}

/** A firm's funds: by law only for those determined as specific persons, and for its own people. */
export function FundsTab({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const [editing, setEditing] = useState('');
  const path = { organization_id: organization.id };
  const funds = useQuery({ ...listFundsOptions({ path }), retry: false });
  if (funds.isPending) return <LoadingState height={240} />;
  const hidden = funds.isError && [401, 403, 404].includes(toApiError(funds.error).status);
  if (funds.isError && !hidden)
    return <ErrorState error={funds.error} onRetry={() => void funds.refetch()} />;
  const rows = funds.data ?? [];
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState
          heading="h2"
          title={t(organization.my_role ? 'fund.none' : 'fund.hidden')}
          text={organization.my_role ? undefined : t('fund.hidden_text')}
        />
      ) : null}
      <ul className={css.rows}>
        {rows.map((fund) =>
          fund.id === editing ? (
            <li key={fund.id}>
              <FundForm organization={organization} fund={fund} onLeave={() => setEditing('')} />
            </li>
          ) : (
            <li key={fund.id} className={css.row}>
              <FundRow fund={fund} onEdit={() => setEditing(fund.id)} />
            </li>
          ),
        )}
      </ul>
      {organization.allowed_actions.includes('create_fund') ? <FundForm organization={organization} /> : null}
    </>
  );
}
