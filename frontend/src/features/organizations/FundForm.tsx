import { useMutation } from '@tanstack/react-query';
import { Button, Form, type FormInstance, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { createFundMutation, updateFundMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { useLabels } from '@/shared/cards/useLabels';
import { FormErrors } from '@/shared/forms/FormErrors';
import { money } from '@/shared/money';
import { bodyOf, CURRENCIES, type Fund, type FundValues, valuesOf } from './funds';
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

function Amount({ name }: { name: 'committed' | 'paid_in' }) {
  const { t, i18n } = useTranslation('organizations');
  const amount = Form.useWatch<string | null>(name);
  const currency = Form.useWatch<string>('currency') ?? 'CNY';
  return (
    <Form.Item
      name={name}
      label={t(`fund.${name}`)}
      extra={amount ? money({ amount: String(amount), currency }, i18n.language) : ' '}
    >
      <InputNumber<string> stringMode min="0" controls={false} style={{ width: '100%' }} />
    </Form.Item>
  );
}

function Year({ name, label }: { name: 'vintage_year' | 'end_year'; label: string }) {
  return (
    <Form.Item name={name} label={label}>
      <InputNumber min={1980} max={2100} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  );
}

interface FundFormProps {
  organization: Organization;
  /** Left out: a new one. */
  fund?: Fund;
  onLeave?: () => void;
}

/** Registers a new fund, or puts a known one right; what was done is said, and the form is left. */
function useSave({ organization, fund, onLeave }: FundFormProps, form: FormInstance<FundValues>) {
  const { t } = useTranslation(['organizations', 'common']);
  const { onSuccess } = useTold()(t(fund ? 'common:form.saved' : 'organizations:fund.added'));
  const done = {
    onSuccess: () => {
      form.resetFields();
      onSuccess();
      onLeave?.();
    },
  };
  const create = useMutation({ ...createFundMutation(), ...done });
  const update = useMutation({ ...updateFundMutation(), ...done });
  const save = (values: FundValues) => {
    const body = bodyOf(values);
    if (fund) update.mutate({ path: { fund_id: fund.id }, body });
    else create.mutate({ path: { organization_id: organization.id }, body });
  };
  return { save, busy: create.isPending || update.isPending, error: create.error ?? update.error };
}

function Fields() {
  const { t } = useTranslation('organizations');
  const label = useLabels();
  const needed = [{ required: true, whitespace: true, message: t('fund.needed') }];
  return (
    <div className={css.grid}>
      <Form.Item name="name" label={t('fund.name')} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="name_en" label={t('fund.name_en')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="fund_type" label={t('fund.type')} rules={needed}>
        <Select options={TYPES.map((value) => ({ value, label: label('fund_type', value) }))} />
      </Form.Item>
      <Form.Item name="amac_filing_no" label={t('fund.filing')}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name="currency" label={t('fund.currency')}>
        <Select options={CURRENCIES.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <Amount name="committed" />
      <Amount name="paid_in" />
      <Year name="vintage_year" label={t('fund.vintage')} />
      <Year name="end_year" label={t('fund.end')} />
      <Form.Item name="description" label={t('fund.description')} className={css.wide ?? ''}>
        <Input.TextArea rows={3} maxLength={10_000} />
      </Form.Item>
    </div>
  );
}

/** Everything the street knows of a fund, to be registered or put right. */
export function FundForm(props: FundFormProps) {
  const { fund, onLeave } = props;
  const { t } = useTranslation(['organizations', 'common']);
  const [form] = Form.useForm<FundValues>();
  const { save, busy, error } = useSave(props, form);
  return (
    <Form
      form={form}
      // Two forms may stand on the page; each field needs an id of its own.
      name={fund ? `fund-${fund.id}` : 'fund-new'}
      layout="vertical"
      className={css.panel ?? ''}
      initialValues={fund ? valuesOf(fund) : { currency: 'CNY' }}
      onFinish={save}
    >
      <h2>{fund ? t('organizations:fund.edit', { name: fund.name }) : t('organizations:fund.new')}</h2>
      <FormErrors form={form} error={error} />
      <Fields />
      <div className={css.acts}>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t(fund ? 'common:form.save' : 'organizations:fund.add')}
        </Button>
        {onLeave ? <Button onClick={onLeave}>{t('common:form.cancel')}</Button> : null}
      </div>
    </Form>
  );
}
