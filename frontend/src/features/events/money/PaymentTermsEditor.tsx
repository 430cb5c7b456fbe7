import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventsPaymentTermsUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import css from '../events.module.css';
import { fromField, toField } from '../times';
import { useWritten } from '../useWritten';
import type { EventDetail } from '../words';

interface Values {
  takes_transfers: boolean;
  transfer_days: number;
  requests_until?: string;
  request_percent: number;
}

/** How an event may be paid beside the gateway, and what becomes of money that is asked back for. */
export function PaymentTermsEditor({ event }: { event: EventDetail }) {
  const { t } = useTranslation(['paying', 'common']);
  const [form] = Form.useForm<Values>();
  const { onSuccess } = useWritten()(t('common:form.saved'));
  const save = useMutation({ ...eventsPaymentTermsUpdateMutation(), onSuccess });
  const { takes_transfers, transfer_days, request_percent } = event;
  const requests_until = toField(event.requests_until);
  const initial = { takes_transfers, transfer_days, request_percent, requests_until };
  useAnew(form, initial);
  const finish = (values: Values) =>
    save.mutate({
      path: { event_id: event.id },
      body: { ...values, edition: event.edition, requests_until: fromField(values.requests_until) },
    });
  return (
    <section className={css.panel} aria-labelledby="payment-terms">
      <h2 id="payment-terms">{t('paying:terms.title')}</h2>
      <Form form={form} layout="vertical" initialValues={initial} onFinish={finish}>
        <FormErrors form={form} error={save.error} />
        <Form.Item
          name="takes_transfers"
          valuePropName="checked"
          extra={<AppLink href="/org/orders/terms">{t('paying:terms.to_account')}</AppLink>}
        >
          <Checkbox>{t('paying:terms.takes_transfers')}</Checkbox>
        </Form.Item>
        <Form.Item
          name="transfer_days"
          label={t('paying:terms.transfer_days')}
          extra={t('paying:terms.transfer_days_hint')}
          rules={[{ required: true, message: t('paying:needed') }]}
        >
          <InputNumber min={1} max={14} precision={0} />
        </Form.Item>
        <Form.Item
          name="request_percent"
          label={t('paying:terms.request_percent')}
          extra={t('paying:terms.request_percent_hint')}
          rules={[{ required: true, message: t('paying:needed') }]}
        >
          <InputNumber min={1} max={100} precision={0} suffix="%" />
        </Form.Item>
        <Form.Item
          name="requests_until"
          label={t('paying:terms.requests_until')}
          extra={t('paying:terms.requests_until_hint')}
        >
          <Input type="datetime-local" />
        </Form.Item>
        <Button htmlType="submit" loading={save.isPending}>
          {t('paying:terms.save')}
        </Button>
      </Form>
    </section>
  );
}
