import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { recordRoundMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { OrganizationSelect } from '@/app/organizations/OrganizationSelect';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useStageLabel } from '@/shared/labels';
import { money } from '@/shared/money';
import { OPEN_STAGES } from '@/shared/openStages';
import { CURRENCIES } from './funds';
import css from './organizations.module.css';
import { type RoundValues, roundBody } from './rounds';
import type { Organization } from './search';

/** Every code of a closed round; some occur in the past only. */
const STAGES = [...OPEN_STAGES, 'venture', 'private_equity', 'ipo', 'other', 'unknown'] as const;
const PRECISIONS = ['day', 'month', 'year'] as const;
/** The server takes no more of both together. */
const MOST = 25;

function Amount() {
  const { t, i18n } = useTranslation('organizations');
  const amount = Form.useWatch<string | null>('amount');
  const currency = Form.useWatch<string>('currency') ?? 'CNY';
  return (
    <>
      <Form.Item
        name="amount"
        label={t('round.amount')}
        extra={amount ? money({ amount: String(amount), currency }, i18n.language) : ' '}
      >
        <InputNumber<string> stringMode min="0" controls={false} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="currency" label={t('fund.currency')}>
        <Select options={CURRENCIES.map((value) => ({ value, label: value }))} />
      </Form.Item>
    </>
  );
}

function Investors({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const refusal = (one: { id: string }) => (one.id === organization.id ? t('round.itself') : undefined);
  return (
    <>
      <Form.Item name="leads" label={t('round.leads')}>
        <OrganizationSelect most={MOST} refusal={refusal} />
      </Form.Item>
      <Form.Item name="others" label={t('round.others')}>
        <OrganizationSelect most={MOST} refusal={refusal} />
      </Form.Item>
    </>
  );
}

/** Tells one closed round: when, which, how much and who took part. */
export function RoundForm({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const stageLabel = useStageLabel();
  const [form] = Form.useForm<RoundValues>();
  const { onSuccess } = useTold()(t('round.added'));
  const record = useMutation({
    ...recordRoundMutation(),
    onSuccess: () => {
      form.resetFields();
      onSuccess();
    },
  });
  const needed = [{ required: true, message: t('fund.needed') }];
  return (
    <Form
      form={form}
      name="round"
      layout="vertical"
      className={css.panel ?? ''}
      initialValues={{ currency: 'CNY', closed_precision: 'day' }}
      onFinish={(values) =>
        record.mutate({ path: { organization_id: organization.id }, body: roundBody(values) })
      }
    >
      <h2>{t('round.new')}</h2>
      <FormErrors form={form} error={record.error} />
      <div className={css.grid}>
        <Form.Item name="closed_on" label={t('round.closed_on')} rules={needed}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="closed_precision" label={t('field.founded_precision')}>
          <Select options={PRECISIONS.map((value) => ({ value, label: t(`precision.${value}`) }))} />
        </Form.Item>
        <Form.Item name="stage" label={t('round.stage')} rules={needed}>
          <Select options={STAGES.map((value) => ({ value, label: stageLabel(value) }))} />
        </Form.Item>
        <Amount />
        <Investors organization={organization} />
      </div>
      <Button type="primary" htmlType="submit" loading={record.isPending}>
        {t('round.add')}
      </Button>
    </Form>
  );
}
