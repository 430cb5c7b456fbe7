import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CreateFundData } from '@/api';
import { createFundMutation, deleteFundMutation, listFundsOptions } from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { toApiError } from '@/shared/apiError';
import { useLabels } from '@/shared/cards/useLabels';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Money } from '@/shared/Money';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './organizations.module.css';
import type { Organization } from './search';

const TYPES = [
  'venture_capital_fund',
  'private_equity_fund',
  'corporate_venture',
  'guidance_fund',
  'angel_fund',
  'secondary_fund',
  'fund_of_funds',
];

function NewFund({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const label = useLabels();
  const [form] = Form.useForm<CreateFundData['body']>();
  const { onSuccess } = useTold()(t('fund.added'));
  const create = useMutation({
    ...createFundMutation(),
    onSuccess: () => {
      form.resetFields();
      onSuccess();
    },
  });
  return (
    <Form
      form={form}
      layout="vertical"
      className={css.panel ?? ''}
      onFinish={(body) => create.mutate({ path: { organization_id: organization.id }, body })}
    >
      <h2>{t('fund.new')}</h2>
      <FormErrors form={form} error={create.error} />
      <div className={css.grid}>
        <Form.Item name="name" label={t('fund.name')} rules={[{ required: true, message: t('fund.needed') }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="fund_type"
          label={t('fund.type')}
          rules={[{ required: true, message: t('fund.needed') }]}
        >
          <Select options={TYPES.map((value) => ({ value, label: label('fund_type', value) }))} />
        </Form.Item>
        <Form.Item name="amac_filing_no" label={t('fund.filing')}>
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name="vintage_year" label={t('fund.vintage')}>
          <InputNumber min={1980} max={2100} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="end_year" label={t('fund.end')}>
          <InputNumber min={1980} max={2100} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Button type="primary" htmlType="submit" loading={create.isPending}>
        {t('fund.add')}
      </Button>
    </Form>
  );
}

/** A firm's funds: by law only for those determined as specific persons, and for its own people. */
export function FundsTab({ organization }: { organization: Organization }) {
  const { t } = useTranslation(['organizations', 'common']);
  const label = useLabels();
  const confirm = useConfirm();
  const path = { organization_id: organization.id };
  const funds = useQuery({ ...listFundsOptions({ path }), retry: false });
  const remove = useMutation({ ...deleteFundMutation(), ...useTold()(t('organizations:fund.removed')) });
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
          title={t(organization.my_role ? 'organizations:fund.none' : 'organizations:fund.hidden')}
          text={organization.my_role ? undefined : t('organizations:fund.hidden_text')}
        />
      ) : null}
      <ul className={css.rows}>
        {rows.map((fund) => (
          <li key={fund.id} className={css.row}>
            <div className={css.grow}>
              <strong>{fund.name}</strong>
              <p>
                {[label('fund_type', fund.fund_type), fund.amac_filing_no, fund.vintage_year]
                  .filter(Boolean)
                  .join(' · ')}{' '}
                {fund.committed ? <Money value={fund.committed} /> : null}
              </p>
            </div>
            {fund.allowed_actions.includes('delete_fund') ? (
              <Button
                danger
                onClick={() =>
                  confirm({
                    title: t('organizations:fund.remove_ask', { name: fund.name }),
                    ok: t('common:form.delete'),
                    act: () => remove.mutateAsync({ path: { fund_id: fund.id } }),
                  })
                }
              >
                {t('common:form.delete')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {organization.allowed_actions.includes('create_fund') ? <NewFund organization={organization} /> : null}
    </>
  );
}
