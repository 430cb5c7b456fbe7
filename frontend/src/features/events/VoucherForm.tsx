import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventsVouchersCreateMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import css from './events.module.css';
import { fromField } from './times';
import { type VoucherValues, voucherBody } from './vouchers';
import { type EventDetail, kindName } from './words';

/** One code of one's own, or many that are made. */
export function VoucherForm({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const [form] = Form.useForm<VoucherValues>();
  const { onSuccess } = useTold()('');
  const create = useMutation({
    ...eventsVouchersCreateMutation(),
    onSuccess: () => {
      onSuccess();
      form.resetFields();
    },
  });
  const finish = (values: VoucherValues) =>
    create.mutate({
      path: { event_id: event.id },
      body: voucherBody(values, fromField(values.valid_until)),
    });
  const made = create.data;
  return (
    <section className={css.panel} aria-labelledby="new-voucher">
      <h2 id="new-voucher">{t('vouchers.new')}</h2>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ count: 1, max_uses: 1, discount: 'none', currency: 'CNY' }}
        onFinish={finish}
      >
        <FormErrors form={form} error={create.error} />
        <div className={css.termsOfCode}>
          <What event={event} />
          <Terms withDiscount={event.allowed_actions.includes('give_discounts')} />
        </div>
        <div className={css.acts}>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t('vouchers.make')}
          </Button>
          <span role="status">
            {made
              ? t('vouchers.made', { count: made.count, code: made.count > 1 ? `${made.code}…` : made.code })
              : ''}
          </span>
        </div>
      </Form>
    </section>
  );
}

function What({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation('events');
  const own = Form.useWatch<string | undefined>('code');
  const kinds = event.ticket_types.map((kind) => ({
    value: kind.id,
    label: kindName(kind, i18n.language) + (kind.is_hidden ? t('vouchers.hidden') : ''),
  }));
  return (
    <>
      <Form.Item
        name="code"
        label={t('voucher.code')}
        extra={t('vouchers.code_hint')}
        rules={[{ pattern: /^\s*[0-9A-Za-z\u4e00-\u9fff_-]{4,32}\s*$/, message: t('vouchers.code_form') }]}
      >
        <Input maxLength={32} autoComplete="off" />
      </Form.Item>
      <Form.Item name="count" label={t('vouchers.count')} extra={t('vouchers.count_hint')}>
        <InputNumber min={1} max={1000} precision={0} disabled={Boolean(own?.trim())} />
      </Form.Item>
      <Form.Item name="max_uses" label={t('vouchers.max_uses')} extra={t('vouchers.max_uses_hint')}>
        <InputNumber min={1} max={100000} precision={0} />
      </Form.Item>
      <Form.Item name="ticket_type" label={t('register.kind')} extra={t('vouchers.kind_hint')}>
        <Select allowClear placeholder={t('vouchers.any_kind')} options={kinds} />
      </Form.Item>
    </>
  );
}

function Terms({ withDiscount }: { withDiscount: boolean }) {
  const { t } = useTranslation('events');
  const kind = Form.useWatch<string | undefined>('ticket_type');
  const reserves = Form.useWatch<boolean | undefined>('reserves');
  return (
    <>
      {withDiscount ? <Discount /> : null}
      <Form.Item name="valid_until" label={t('vouchers.valid_until')}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="note" label={t('vouchers.note')} extra={t('vouchers.note_hint')}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="reserves" valuePropName="checked" extra={kind ? '' : t('vouchers.reserves_hint')}>
        <Checkbox disabled={!kind}>{t('vouchers.reserves')}</Checkbox>
      </Form.Item>
      <Form.Item name="bypasses" valuePropName="checked" extra={t('vouchers.bypasses_hint')}>
        <Checkbox disabled={Boolean(kind && reserves)}>{t('vouchers.bypasses')}</Checkbox>
      </Form.Item>
      <Form.Item name="skips_approval" valuePropName="checked" extra={t('vouchers.skips_approval_hint')}>
        <Checkbox>{t('vouchers.skips_approval')}</Checkbox>
      </Form.Item>
    </>
  );
}

/** What a place costs with the code: for whose money it is. */
function Discount() {
  const { t } = useTranslation('events');
  const discount = Form.useWatch<VoucherValues['discount']>('discount');
  const discounts = (['none', 'percent', 'price'] as const).map((value) => ({
    value,
    label: t(`vouchers.discount_${value}`),
  }));
  const needed = [{ required: true, message: t('register.needed') }];
  return (
    <>
      <Form.Item name="discount" label={t('vouchers.discount')}>
        <Select options={discounts} />
      </Form.Item>
      {discount === 'percent' ? (
        <Form.Item name="percent" label={t('vouchers.percent')} rules={needed}>
          <InputNumber min={1} max={100} precision={0} />
        </Form.Item>
      ) : null}
      {discount === 'price' ? (
        <>
          <Form.Item name="amount" label={t('vouchers.price')} rules={needed}>
            <InputNumber<string> stringMode min="0" max="1000000" precision={2} />
          </Form.Item>
          <Form.Item name="currency" label={t('kinds.currency')}>
            <Select options={['CNY', 'HKD'].map((value) => ({ value, label: value }))} />
          </Form.Item>
        </>
      ) : null}
    </>
  );
}
