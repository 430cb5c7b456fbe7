import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Pitch } from '@/api';
import { useSectors } from '@/app/sectors';
import { useLabels } from '@/shared/cards/useLabels';
import { useStageLabel } from '@/shared/labels';
import { OPEN_STAGES } from '@/shared/openStages';
import { SectorSelect } from '@/shared/sectors/SectorSelect';
import { type Changes, currencyOf, type Step, toChanges } from './changes';
import css from './pitch.module.css';
import { RevenueYears } from './RevenueYears';
import { VisibilitySelect } from './VisibilitySelect';
import { WanInput } from './WanInput';

interface StepFormProps {
  step: Exclude<Step, 'material'>;
  pitch: Pitch;
  disabled: boolean;
  onChange: (changes: Changes) => void;
}

/** The fields of one step. Every stroke is handed on as a change; saving is somebody else's work. */
export function StepForm({ step, pitch, disabled, onChange }: StepFormProps) {
  const { blocks } = pitch;
  const initial = {
    ...pitch,
    ...blocks.story.data,
    primary: pitch.sector_primary ? [pitch.sector_primary] : [],
    team: blocks.team.data,
    traction: blocks.traction.data,
    ip: blocks.ip.data,
    terms: blocks.terms.data,
    needs: blocks.needs.data,
  };
  const fields = {
    basic: <Basic pitch={pitch} />,
    team: <TeamFigures pitch={pitch} />,
    data: <Data pitch={pitch} />,
    round: <Round pitch={pitch} />,
  }[step];
  return (
    <Form
      layout="vertical"
      initialValues={initial}
      disabled={disabled}
      onValuesChange={(changed: Record<string, unknown>) => onChange(toChanges(changed))}
    >
      {fields}
    </Form>
  );
}

type Path = (string | number)[];

function Text({ name, label, max, rows }: { name: Path; label: string; max: number; rows?: number }) {
  return (
    <Form.Item name={name} label={label}>
      {rows ? (
        <Input.TextArea autoSize={{ minRows: rows, maxRows: 18 }} maxLength={max} />
      ) : (
        <Input maxLength={max} />
      )}
    </Form.Item>
  );
}

function Figure({ name, label, max, unit }: { name: Path; label: string; max?: number; unit?: string }) {
  return (
    <Form.Item name={name} label={label}>
      <InputNumber
        style={{ width: '100%' }}
        controls={false}
        min={0}
        max={max ?? 2_000_000_000}
        {...(unit ? { suffix: unit } : {})}
      />
    </Form.Item>
  );
}

function Basic({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('pitch');
  const { rows } = useSectors();
  const label = useLabels();
  const business = ['b2b', 'b2c', 'b2b2c', 'b2g'].map((value) => ({
    value,
    label: label('business_model', value),
  }));
  return (
    <>
      <Form.Item name="one_liner" label={t('field.one_liner')}>
        <Input maxLength={40} showCount />
      </Form.Item>
      <Text name={['one_liner_en']} label={t('field.one_liner_en')} max={120} />
      <div className={css.pair}>
        <Form.Item name="primary" label={t('field.sector')}>
          <SectorSelect rows={rows} max={1} leavesOnly />
        </Form.Item>
        <Form.Item name="sectors" label={t('field.sectors')}>
          <SectorSelect rows={rows} max={5} />
        </Form.Item>
        <Text name={['city']} label={t('field.city')} max={80} />
        <Text name={['district']} label={t('field.district')} max={80} />
        <Form.Item name="business_model" label={t('field.business_model')}>
          <Select allowClear options={business} />
        </Form.Item>
        <Text name={['customer_type']} label={t('field.customer_type')} max={120} />
      </div>
      <Form.Item name="tech_keywords" label={t('field.keywords')} extra={t('hint.keywords')}>
        <Select
          mode="tags"
          maxCount={30}
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', '，', '、']}
        />
      </Form.Item>
      <VisibilitySelect pitch={pitch} block="story" />
      <Text name={['story']} label={t('field.story')} max={20_000} rows={7} />
      <Text name={['story_en']} label={t('field.story_en')} max={20_000} rows={4} />
    </>
  );
}

function TeamFigures({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('pitch');
  return (
    <>
      <VisibilitySelect pitch={pitch} block="team" />
      <div className={css.pair}>
        <Figure name={['team', 'headcount']} label={t('field.headcount')} max={1_000_000} />
        <Figure name={['team', 'rd_share_pct']} label={t('field.rd_share')} max={100} unit="%" />
      </div>
    </>
  );
}

function Data({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('pitch');
  const currency = currencyOf(pitch);
  return (
    <>
      <VisibilitySelect pitch={pitch} block="traction" />
      <Form.Item name={['traction', 'revenue_years']} label={t('field.revenue')}>
        <RevenueYears currency={currency} />
      </Form.Item>
      <div className={css.pair}>
        <Figure name={['traction', 'gross_margin_pct']} label={t('field.margin')} max={100} unit="%" />
        <Figure name={['traction', 'customers']} label={t('field.customers')} />
        <Form.Item name={['traction', 'cash']} label={t('field.cash')}>
          <WanInput currency={currency} />
        </Form.Item>
        <Form.Item name={['traction', 'monthly_burn']} label={t('field.burn')}>
          <WanInput currency={currency} />
        </Form.Item>
        <Figure
          name={['traction', 'runway_months']}
          label={t('field.runway')}
          max={1200}
          unit={t('months')}
        />
        <Figure name={['traction', 'letters_of_intent']} label={t('field.letters')} />
      </div>
      <Text name={['traction', 'key_contracts']} label={t('field.contracts')} max={20_000} rows={3} />
      <VisibilitySelect pitch={pitch} block="ip" />
      <div className={css.pair}>
        <Figure name={['ip', 'patents_granted']} label={t('field.granted')} />
        <Figure name={['ip', 'patents_pending']} label={t('field.pending')} />
        <Figure name={['ip', 'software_copyrights']} label={t('field.software')} />
        <Figure name={['ip', 'standards']} label={t('field.standards')} />
      </div>
      <Text name={['ip', 'note']} label={t('field.ip_note')} max={20_000} rows={2} />
    </>
  );
}

function Round({ pitch }: { pitch: Pitch }) {
  const { t } = useTranslation('pitch');
  const label = useLabels();
  const stageLabel = useStageLabel();
  const currency = currencyOf(pitch);
  const yesNo = [
    { value: true, label: t('yes') },
    { value: false, label: t('no') },
  ];
  const amount = (name: Path, text: string) => (
    <Form.Item name={name} label={text}>
      <WanInput currency={currency} />
    </Form.Item>
  );
  return (
    <>
      <div className={css.pair}>
        <Form.Item name="stage" label={t('field.stage')}>
          <Select options={OPEN_STAGES.map((value) => ({ value, label: stageLabel(value) }))} />
        </Form.Item>
        <Form.Item name="instrument" label={t('field.instrument')}>
          <Select
            allowClear
            options={['equity', 'convertible_note', 'safe', 'debt'].map((value) => ({
              value,
              label: label('instrument', value),
            }))}
          />
        </Form.Item>
        {amount(['amount_target'], t('field.amount'))}
        <Form.Item name="lead_wanted" label={t('field.lead_wanted')}>
          <Select allowClear options={yesNo} />
        </Form.Item>
        {amount(['amount_min'], t('field.amount_min'))}
        {amount(['amount_max'], t('field.amount_max'))}
        <Form.Item name="close_by_date" label={t('field.close_by')}>
          <Input type="date" />
        </Form.Item>
      </div>
      <VisibilitySelect pitch={pitch} block="terms" />
      <div className={css.pair}>
        {amount(['terms', 'pre_money'], t('field.pre_money'))}
        {amount(['terms', 'min_ticket'], t('field.min_ticket'))}
        {amount(['terms', 'committed'], t('field.committed'))}
        <Form.Item name={['terms', 'lead_committed']} label={t('field.lead_committed')}>
          <Select allowClear options={yesNo} />
        </Form.Item>
      </div>
      <Text name={['terms', 'use_of_proceeds']} label={t('field.use')} max={20_000} rows={3} />
      <VisibilitySelect pitch={pitch} block="needs" />
      <div className={css.pair}>
        {(['space', 'pilot_customer', 'talent', 'policy'] as const).map((need) => (
          <Text key={need} name={['needs', need]} label={t(`field.need_${need}`)} max={300} />
        ))}
      </div>
    </>
  );
}
