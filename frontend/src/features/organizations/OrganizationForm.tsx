import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CreateOrganizationData } from '@/api';
import { Upload } from '@/app/evidence/EvidenceField';
import { useSectors } from '@/app/sectors';
import { useLabels } from '@/shared/cards/useLabels';
import { FormErrors } from '@/shared/forms/FormErrors';
import { SectorSelect } from '@/shared/sectors/SectorSelect';
import css from './organizations.module.css';
import { KINDS } from './search';

export type OrganizationValues = CreateOrganizationData['body'];

const TYPES = ['vc', 'pe', 'corporate_venture', 'angel', 'guidance_fund', 'accelerator', 'other'];
const SERVICES = ['law', 'valuation', 'technology_brokerage'] as const;
const BORDERS = ['hk', 'mo', 'overseas'] as const;
const PRECISIONS = ['day', 'month', 'year'] as const;
const QUALIFICATIONS = [
  'high_tech_enterprise',
  'specialized_sme',
  'little_giant',
  'technology_sme',
  'innovation_carrier',
  'innovation_consortium',
];

interface OrganizationFormProps {
  initial: Partial<OrganizationValues>;
  /** A new one chooses its kind, once; the rest can wait. */
  fresh?: boolean;
  busy: boolean;
  error: unknown;
  onSave: (values: OrganizationValues) => void;
}

type TextName =
  | 'brand_name'
  | 'name_en'
  | 'uscc'
  | 'one_liner'
  | 'one_liner_en'
  | 'website'
  | 'country'
  | 'region'
  | 'city'
  | 'district';

function Line({ name, max }: { name: TextName; max: number }) {
  const { t } = useTranslation('organizations');
  const extra = name === 'uscc' || name === 'country' ? t(`hint.${name}`) : undefined;
  return (
    <Form.Item name={name} label={t(`field.${name}`)} extra={extra}>
      <Input maxLength={max} />
    </Form.Item>
  );
}

function Story() {
  const { t } = useTranslation('organizations');
  return (
    <>
      <Line name="one_liner" max={80} />
      <Line name="one_liner_en" max={200} />
      <Form.Item name="description" label={t('field.description')} className={css.wide ?? ''}>
        <Input.TextArea rows={4} maxLength={10_000} />
      </Form.Item>
      <Form.Item name="description_en" label={t('field.description_en')} className={css.wide ?? ''}>
        <Input.TextArea rows={4} maxLength={10_000} />
      </Form.Item>
    </>
  );
}

function Fields() {
  const { t } = useTranslation('organizations');
  const { rows } = useSectors();
  const label = useLabels();
  return (
    <>
      <Form.Item
        name="sector_primary"
        label={t('field.sector_primary')}
        getValueProps={(code) => ({ value: code ? [code] : [] })}
        normalize={(codes: string[]) => codes[0] ?? ''}
      >
        <SectorSelect rows={rows} max={1} leavesOnly />
      </Form.Item>
      <Form.Item name="sectors" label={t('field.sectors')}>
        <SectorSelect rows={rows} max={5} />
      </Form.Item>
      <Form.Item name="tech_keywords" label={t('field.tech_keywords')} extra={t('hint.tags')}>
        <Select mode="tags" open={false} suffix={null} tokenSeparators={[',', '，', '、']} />
      </Form.Item>
      <Form.Item name="qualifications" label={t('field.qualifications')}>
        <Select
          mode="multiple"
          options={QUALIFICATIONS.map((value) => ({ value, label: label('qualification', value) }))}
        />
      </Form.Item>
    </>
  );
}

/** What only one kind of organization is asked. */
function OfKind({ kind }: { kind: string | undefined }) {
  const { t } = useTranslation('organizations');
  const label = useLabels();
  return (
    <>
      {kind === 'investment_firm' ? (
        <Form.Item name="investor_type" label={t('field.investor_type')}>
          <Select
            allowClear
            options={TYPES.map((value) => ({ value, label: label('investor_type', value) }))}
          />
        </Form.Item>
      ) : null}
      {kind === 'service_provider' ? (
        <Form.Item name="service_kind" label={t('field.service_kind')}>
          <Select allowClear options={SERVICES.map((value) => ({ value, label: t(`service.${value}`) }))} />
        </Form.Item>
      ) : null}
    </>
  );
}

function PlaceAndSize() {
  const { t } = useTranslation('organizations');
  return (
    <>
      <Line name="website" max={300} />
      <Line name="country" max={3} />
      <Line name="region" max={80} />
      <Line name="city" max={80} />
      <Line name="district" max={80} />
      <Form.Item name="cross_border" label={t('field.cross_border')}>
        <Select mode="multiple" options={BORDERS.map((value) => ({ value, label: t(`border.${value}`) }))} />
      </Form.Item>
      <Form.Item name="founded_on" label={t('field.founded_on')}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="founded_precision" label={t('field.founded_precision')}>
        <Select allowClear options={PRECISIONS.map((value) => ({ value, label: t(`precision.${value}`) }))} />
      </Form.Item>
      <Form.Item name="headcount" label={t('field.headcount')}>
        <InputNumber min={0} precision={0} style={{ width: '100%' }} />
      </Form.Item>
    </>
  );
}

function Details({ kind }: { kind: string | undefined }) {
  return (
    <>
      <Story />
      <Fields />
      <OfKind kind={kind} />
      <PlaceAndSize />
    </>
  );
}

/** Choices that were cleared are sent as the server's empty values. */
function cleaned(values: OrganizationValues): OrganizationValues {
  return {
    ...values,
    uscc: values.uscc || null,
    founded_on: values.founded_on || null,
    ...('investor_type' in values ? { investor_type: values.investor_type ?? '' } : {}),
    ...('service_kind' in values ? { service_kind: values.service_kind ?? '' } : {}),
    ...('founded_precision' in values ? { founded_precision: values.founded_precision ?? '' } : {}),
  };
}

/** What an organization says of itself. The server checks the unified social credit code. */
export function OrganizationForm({ initial, fresh, busy, error, onSave }: OrganizationFormProps) {
  const { t } = useTranslation(['organizations', 'common']);
  const [form] = Form.useForm<OrganizationValues>();
  const kind = Form.useWatch('kind', form) ?? initial.kind;
  return (
    <Form
      form={form}
      layout="vertical"
      className={css.panel ?? ''}
      initialValues={initial}
      scrollToFirstError
      onFinish={(values) => onSave(cleaned(values))}
    >
      <FormErrors form={form} error={error} />
      <div className={css.grid}>
        {fresh ? (
          <Form.Item
            name="kind"
            label={t('organizations:kind_label')}
            rules={[{ required: true, message: t('organizations:needed.kind') }]}
          >
            <Select options={KINDS.map((value) => ({ value, label: t(`organizations:kind.${value}`) }))} />
          </Form.Item>
        ) : null}
        <Form.Item
          name="legal_name"
          label={t('organizations:field.legal_name')}
          rules={[{ required: true, whitespace: true, message: t('organizations:needed.legal_name') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Line name="uscc" max={30} />
        <Line name="brand_name" max={120} />
        <Line name="name_en" max={200} />
        {fresh ? null : <Details kind={kind} />}
      </div>
      {fresh ? null : (
        <Form.Item label={t('organizations:field.logo')}>
          <Form.Item name="logo" hidden>
            <Input />
          </Form.Item>
          <Upload
            kind="logo"
            label={t('organizations:field.logo')}
            onDone={({ id }) => form.setFieldValue('logo', id)}
          />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={busy}>
        {t(fresh ? 'organizations:new.submit' : 'common:form.save')}
      </Button>
    </Form>
  );
}
