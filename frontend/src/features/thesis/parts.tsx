import { Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListFundsResponse } from '@/api';
import { OrganizationSelect } from '@/app/organizations/OrganizationSelect';
import type { Named } from '@/app/organizations/options';
import { useSectors } from '@/app/sectors';
import { useLabels } from '@/shared/cards/useLabels';
import { useStageLabel } from '@/shared/labels';
import { money } from '@/shared/money';
import { OPEN_STAGES } from '@/shared/openStages';
import { SectorSelect } from '@/shared/sectors/SectorSelect';
import css from './thesis.module.css';
import type { ThesisValues } from './values';

const CURRENCIES = ['CNY', 'USD', 'HKD', 'EUR', 'JPY', 'SGD', 'GBP', 'INR'];
const INSTRUMENTS = ['equity', 'convertible_note', 'safe', 'debt'];
const LEADS = ['lead', 'follow', 'either'];
const OPEN_TO = ['cold_deck', 'intro_only', 'event_only'];
/** The server takes no more. */
const MOST_CONFLICTS = 200;

type Name = keyof ThesisValues;

function Part({
  name,
  children,
}: {
  name: 'subject' | 'money' | 'place' | 'terms' | 'work';
  children: ReactNode;
}) {
  const { t } = useTranslation('thesis');
  return (
    <fieldset className={css.part}>
      <legend>{t(`part.${name}`)}</legend>
      <div className={css.grid}>{children}</div>
    </fieldset>
  );
}

function Tags({ name }: { name: 'keywords' | 'regions' | 'cities' | 'countries' }) {
  const { t } = useTranslation('thesis');
  return (
    <Form.Item name={name} label={t(`field.${name}`)} extra={t('hint.tags')}>
      <Select mode="tags" open={false} tokenSeparators={[',', '，', '、']} suffix={null} />
    </Form.Item>
  );
}

function Text({
  name,
  long,
  max,
}: {
  name: 'title_en' | 'reinvest_place' | 'dry_powder_band' | 'summary' | 'negative_list' | 'value_add';
  long?: boolean;
  max: number;
}) {
  const { t } = useTranslation('thesis');
  return (
    <Form.Item name={name} label={t(`field.${name}`)} className={long ? (css.wide ?? '') : ''}>
      {long ? <Input.TextArea rows={3} maxLength={max} /> : <Input maxLength={max} />}
    </Form.Item>
  );
}

function Count({
  name,
  most,
}: {
  name: 'annual_deals' | 'decision_days' | 'ownership_target_pct' | 'reinvest_ratio_pct';
  most: number;
}) {
  const { t } = useTranslation('thesis');
  return (
    <Form.Item name={name} label={t(`field.${name}`)}>
      <InputNumber min={0} max={most} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  );
}

/** An amount in whole units, with what it says in words beneath. */
function Amount({ name }: { name: 'ticket_min' | 'ticket_max' | 'revenue_min' }) {
  const { t, i18n } = useTranslation('thesis');
  const amount = Form.useWatch<string | null>(name);
  const currency = Form.useWatch<string>('currency') ?? 'CNY';
  return (
    <Form.Item
      name={name}
      label={t(`field.${name}`)}
      extra={amount ? money({ amount: String(amount), currency }, i18n.language) : ' '}
    >
      <InputNumber<string> stringMode min="0" precision={0} controls={false} style={{ width: '100%' }} />
    </Form.Item>
  );
}

function Choice({
  name,
  options,
  multiple,
}: {
  name: Name;
  options: { value: string | boolean; label: string }[];
  multiple?: boolean;
}) {
  const { t } = useTranslation('thesis');
  const lookup = t as unknown as (key: string) => string;
  return (
    <Form.Item name={name} label={lookup(`field.${name}`)}>
      <Select allowClear options={options} {...(multiple ? { mode: 'multiple' as const } : {})} />
    </Form.Item>
  );
}

export function SubjectPart() {
  const { t } = useTranslation('thesis');
  const { rows } = useSectors();
  const stage = useStageLabel();
  return (
    <Part name="subject">
      <Form.Item
        name="title"
        label={t('field.title')}
        rules={[{ required: true, whitespace: true, message: t('needed.title') }]}
      >
        <Input maxLength={120} />
      </Form.Item>
      <Text name="title_en" max={200} />
      <Text name="summary" long max={8000} />
      <Form.Item name="sectors_include" label={t('field.sectors_include')} extra={t('hint.sectors')}>
        <SectorSelect rows={rows} />
      </Form.Item>
      <Form.Item name="sectors_exclude" label={t('field.sectors_exclude')}>
        <SectorSelect rows={rows} />
      </Form.Item>
      <Choice name="stages" multiple options={OPEN_STAGES.map((value) => ({ value, label: stage(value) }))} />
      <Tags name="keywords" />
    </Part>
  );
}

export function MoneyPart() {
  const { t } = useTranslation('thesis');
  return (
    <Part name="money">
      <Form.Item name="currency" label={t('field.currency')}>
        <Select options={CURRENCIES.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <Amount name="ticket_min" />
      <Amount name="ticket_max" />
      <Amount name="revenue_min" />
      <Choice
        name="pre_revenue_ok"
        options={[
          { value: true, label: t('yes') },
          { value: false, label: t('no') },
        ]}
      />
    </Part>
  );
}

export function PlacePart() {
  return (
    <Part name="place">
      <Tags name="countries" />
      <Tags name="regions" />
      <Tags name="cities" />
      <Count name="reinvest_ratio_pct" most={1000} />
      <Text name="reinvest_place" max={80} />
    </Part>
  );
}

export function TermsPart({ funds, conflicts }: { funds: ListFundsResponse; conflicts: Named[] }) {
  const { t } = useTranslation('thesis');
  const label = useLabels();
  const coded = (group: Parameters<typeof label>[0], codes: string[]) =>
    codes.map((value) => ({ value, label: label(group, value) }));
  return (
    <Part name="terms">
      <Choice name="fund" options={funds.map(({ id, name }) => ({ value: id, label: name }))} />
      <Choice name="instruments" multiple options={coded('instrument', INSTRUMENTS)} />
      <Choice name="lead_or_follow" options={coded('lead_or_follow', LEADS)} />
      <Count name="ownership_target_pct" most={100} />
      <Form.Item
        name="portfolio_conflicts"
        label={t('field.portfolio_conflicts')}
        extra={t('hint.portfolio_conflicts')}
        className={css.wide ?? ''}
      >
        <OrganizationSelect kind={['startup']} most={MOST_CONFLICTS} known={conflicts} />
      </Form.Item>
      <Text name="negative_list" long max={4000} />
    </Part>
  );
}

export function WorkPart() {
  const label = useLabels();
  return (
    <Part name="work">
      <Choice name="open_to" options={OPEN_TO.map((value) => ({ value, label: label('open_to', value) }))} />
      <Count name="decision_days" most={730} />
      <Count name="annual_deals" most={1000} />
      <Text name="dry_powder_band" max={40} />
      <Text name="value_add" long max={4000} />
    </Part>
  );
}
