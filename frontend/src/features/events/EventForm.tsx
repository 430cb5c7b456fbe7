import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSectors } from '@/app/sectors';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import { MainAction } from '@/shared/MainAction';
import { SectorSelect } from '@/shared/sectors/SectorSelect';
import css from './events.module.css';
import { PRESETS } from './search';
import { useUsual } from './useUsual';
import { type EventValues, HOLDER_ACTS, VISIBILITIES } from './values';

interface EventFormProps {
  initial: Partial<EventValues>;
  /** Who may host; only a new event chooses. */
  hosts?: { value: string; label: string }[];
  /** The words were reviewed and stay. */
  reviewed?: boolean;
  /** Until when is paid back is for the host's own people to say. */
  withMoney?: boolean;
  busy: boolean;
  error: unknown;
  onSave: (values: EventValues) => void;
}

/** Everything an event says, in two groups: words that are reviewed, and when, where and for how many. */
export function EventForm(props: EventFormProps) {
  const { initial, hosts, reviewed = false, withMoney = true, busy, error, onSave } = props;
  const { t } = useTranslation(['events', 'common']);
  const [form] = Form.useForm<EventValues>();
  const follow = useUsual(form, hosts !== undefined);
  useAnew(form, initial);
  return (
    <Form
      form={form}
      layout="vertical"
      scrollToFirstError
      initialValues={initial}
      onValuesChange={follow}
      onFinish={() => onSave(form.getFieldsValue(true) as EventValues)}
    >
      <FormErrors form={form} error={error} />
      {hosts ? (
        <Form.Item name="organization" label={t('events:field.organization')} rules={[{ required: true }]}>
          <Select options={hosts} />
        </Form.Item>
      ) : null}
      {reviewed ? <p className={css.quiet}>{t('events:desk.reviewed')}</p> : <Words />}
      <Readers widest={reviewed ? initial.visibility : 'public'} />
      <WhenAndWhere withMoney={withMoney} />
      <WaitingList />
      <OfGuests />
      <MainAction>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('common:form.save')}
        </Button>
      </MainAction>
    </Form>
  );
}

function Words() {
  const { t } = useTranslation('events');
  const { rows } = useSectors();
  const needed = [{ required: true, whitespace: true, message: t('register.needed') }];
  return (
    <>
      <Form.Item name="preset" label={t('field.preset')} rules={[{ required: true }]}>
        <Select options={PRESETS.map((value) => ({ value, label: t(`preset.${value}`) }))} />
      </Form.Item>
      <Form.Item name="title" label={t('field.title')} rules={needed}>
        <Input maxLength={60} showCount />
      </Form.Item>
      <Form.Item name="title_en" label={t('field.title_en')}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="summary" label={t('field.summary')} extra={t('hint.summary')}>
        <Input maxLength={120} showCount />
      </Form.Item>
      <Form.Item name="description" label={t('field.description')} extra={t('hint.description')}>
        <Input.TextArea rows={6} maxLength={8000} />
      </Form.Item>
      <Form.Item name="sectors" label={t('field.sectors')}>
        <SectorSelect rows={rows} max={5} />
      </Form.Item>
    </>
  );
}

/** Who sees it once it is published; after that only fewer people. */
function Readers({ widest = 'public' }: { widest: EventValues['visibility'] }) {
  const { t } = useTranslation('events');
  const offered = VISIBILITIES.slice(VISIBILITIES.indexOf(widest));
  return (
    <Form.Item name="visibility" label={t('field.visibility')} extra={t('hint.visibility')}>
      <Select options={offered.map((value) => ({ value, label: t(`visibility.${value}`) }))} />
    </Form.Item>
  );
}

function WhenAndWhere({ withMoney }: { withMoney: boolean }) {
  const { t } = useTranslation('events');
  const needed = [{ required: true, message: t('register.needed') }];
  return (
    <>
      <Form.Item name="starts_at" label={t('field.starts_at')} extra={t('hint.zone')} rules={needed}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="ends_at" label={t('field.ends_at')} rules={needed}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="registration_closes_at" label={t('field.closes_at')} extra={t('hint.closes_at')}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item
        name="refunds_until"
        label={t('field.refunds_until')}
        extra={t(withMoney ? 'hint.refunds_until' : 'hint.hosts_own')}
      >
        <Input type="datetime-local" disabled={!withMoney} />
      </Form.Item>
      <Form.Item name="capacity" label={t('field.capacity')} rules={needed}>
        <InputNumber min={1} max={100000} precision={0} />
      </Form.Item>
      <Form.Item name="is_online" valuePropName="checked">
        <Checkbox>{t('field.is_online')}</Checkbox>
      </Form.Item>
      <Form.Item name="venue" label={t('field.venue')}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="address" label={t('field.address')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="district" label={t('field.district')}>
        <Input maxLength={80} />
      </Form.Item>
    </>
  );
}

/** What approved guests and holders of tickets may do, and until when. */
function OfGuests() {
  const { t } = useTranslation('events');
  return (
    <>
      <Form.Item name="pay_hours" label={t('field.pay_hours')} extra={t('hint.pay_hours')}>
        <InputNumber min={1} max={336} precision={0} />
      </Form.Item>
      <Form.Item name="holder_may" label={t('field.holder_may')} extra={t('hint.holder_may')}>
        <Checkbox.Group options={HOLDER_ACTS.map((value) => ({ value, label: t(`holder_may.${value}`) }))} />
      </Form.Item>
    </>
  );
}

function WaitingList() {
  const { t } = useTranslation('events');
  return (
    <>
      <Form.Item name="has_waiting_list" valuePropName="checked" extra={t('hint.has_waiting_list')}>
        <Checkbox>{t('field.has_waiting_list')}</Checkbox>
      </Form.Item>
      <Form.Item name="offer_hours" label={t('field.offer_hours')} extra={t('hint.offer_hours')}>
        <InputNumber min={1} max={168} precision={0} />
      </Form.Item>
    </>
  );
}
