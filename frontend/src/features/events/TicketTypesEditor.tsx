import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TicketTypeInputRequest } from '@/api';
import { eventsTicketTypesUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { useAnew } from '@/shared/forms/useAnew';
import { OrganizationsSelect } from './asking/OrganizationsSelect';
import css from './events.module.css';
import { fromField, toField } from './times';
import { useWritten } from './useWritten';
import type { EventDetail } from './words';

const SOLD_IN = ['CNY', 'HKD'] as const;

interface Line {
  id?: string | null;
  name: string;
  name_en?: string;
  amount: string;
  currency: (typeof SOLD_IN)[number];
  is_offered: boolean;
  is_hidden: boolean;
  needs_approval: boolean;
  is_for_list: boolean;
  members_of: string[];
  needs_standing: boolean;
  min_per_order: number;
  max_per_order: number;
  sold_from?: string;
  sold_until?: string;
}

interface Values {
  types: Line[];
}

/** What may be had, and for how much: written, ordered and saved together. Who has a ticket keeps it at its price. */
export function TicketTypesEditor({ event }: { event: EventDetail }) {
  const { t } = useTranslation(['events', 'common']);
  const [form] = Form.useForm<Values>();
  const { onSuccess } = useWritten()(t('common:form.saved'));
  const save = useMutation({ ...eventsTicketTypesUpdateMutation(), onSuccess });
  const initial = { types: event.ticket_types.map(lineOf) };
  useAnew(form, initial);
  const finish = () =>
    save.mutate({
      path: { event_id: event.id },
      body: { edition: event.edition, types: (form.getFieldsValue(true) as Values).types.map(sent) },
    });
  return (
    <section className={css.panel} aria-labelledby="ticket-types">
      <h2 id="ticket-types">{t('events:kinds.title')}</h2>
      <p className={css.quiet}>{t('events:kinds.text')}</p>
      <Form form={form} layout="vertical" initialValues={initial} onFinish={finish}>
        <FormErrors form={form} error={save.error} />
        <Lines event={event} saving={save.isPending} />
      </Form>
    </section>
  );
}

function lineOf(kind: EventDetail['ticket_types'][number]): Line {
  const { id, name, name_en, price, is_offered, is_hidden, needs_approval } = kind;
  return {
    ...{ id, name, name_en, amount: price.amount, is_offered, is_hidden, needs_approval },
    currency: price.currency as Line['currency'],
    ...{ is_for_list: kind.is_for_list ?? false, needs_standing: kind.needs_standing ?? false },
    members_of: kind.members_of.map((one) => one.id),
    ...{ min_per_order: kind.min_per_order, max_per_order: kind.max_per_order },
    sold_from: toField(kind.sold_from),
    sold_until: toField(kind.sold_until),
  };
}

function sent(line: Line): TicketTypeInputRequest {
  const { id, name, name_en, amount, currency, is_offered, is_hidden, needs_approval } = line;
  return {
    ...{ id: id ?? null, name, name_en: name_en ?? '', price: { amount, currency } },
    ...{ is_offered, is_hidden, needs_approval },
    ...{ is_for_list: line.is_for_list, members_of: line.members_of, needs_standing: line.needs_standing },
    ...{ min_per_order: line.min_per_order, max_per_order: line.max_per_order },
    sold_from: fromField(line.sold_from),
    sold_until: fromField(line.sold_until),
  };
}

function Lines({ event, saving }: { event: EventDetail; saving: boolean }) {
  const { t } = useTranslation('events');
  const fresh: Line = {
    ...{ name: '', amount: '0', currency: 'CNY' as const },
    ...{ is_offered: true, is_hidden: false, needs_approval: false },
    ...{ is_for_list: false, members_of: [], needs_standing: false },
    ...{ min_per_order: 1, max_per_order: 1 },
  };
  return (
    <Form.List name="types">
      {(fields, { add, remove, move }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} className={css.kindLine}>
              <Fields name={name} withMoney={event.allowed_actions.includes('edit_money_terms')} />
              <WhoMay name={name} event={event} />
              <AtOnce name={name} />
              <div className={css.acts}>
                <Button disabled={name === 0} onClick={() => move(name, name - 1)}>
                  {t('line.up')}
                </Button>
                <Button disabled={fields.length === 1} onClick={() => remove(name)}>
                  {t('line.remove')}
                </Button>
              </div>
            </div>
          ))}
          <div className={css.acts}>
            <Button disabled={fields.length >= 20} onClick={() => add(fresh)}>
              {t('kinds.add')}
            </Button>
            <Button htmlType="submit" loading={saving}>
              {t('kinds.save')}
            </Button>
          </div>
        </>
      )}
    </Form.List>
  );
}

/** Rules that whoever takes a ticket of this kind must meet. */
function WhoMay({ name, event }: { name: number; event: EventDetail }) {
  const { t } = useTranslation('events');
  const known = event.ticket_types.flatMap(({ members_of }) => members_of);
  return (
    <>
      <Form.Item name={[name, 'needs_approval']} valuePropName="checked">
        <Checkbox>{t('kinds.needs_approval')}</Checkbox>
      </Form.Item>
      <Form.Item name={[name, 'is_for_list']} valuePropName="checked">
        <Checkbox>{t('admission.is_for_list')}</Checkbox>
      </Form.Item>
      <Form.Item name={[name, 'needs_standing']} valuePropName="checked">
        <Checkbox>{t('admission.needs_standing')}</Checkbox>
      </Form.Item>
      <Form.Item name={[name, 'members_of']} label={t('admission.members_of')}>
        <OrganizationsSelect known={known} />
      </Form.Item>
    </>
  );
}

/** How many places whoever registers takes at once. */
function AtOnce({ name }: { name: number }) {
  const { t } = useTranslation('events');
  return (['min_per_order', 'max_per_order'] as const).map((field) => (
    <Form.Item
      key={field}
      name={[name, field]}
      label={t(`kinds.${field}`)}
      extra={field === 'max_per_order' ? t('kinds.per_order_hint') : undefined}
      rules={[{ required: true, message: t('register.needed') }]}
    >
      <InputNumber<number> min={1} max={20} precision={0} />
    </Form.Item>
  ));
}

function Fields({ name, withMoney }: { name: number; withMoney: boolean }) {
  const { t } = useTranslation('events');
  const needed = [{ required: true, whitespace: true, message: t('register.needed') }];
  return (
    <>
      <Form.Item name={[name, 'name']} label={t('kinds.name')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name={[name, 'name_en']} label={t('kinds.name_en')}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name={[name, 'amount']}
        label={t('kinds.price')}
        extra={withMoney ? undefined : t('hint.hosts_own')}
      >
        <InputNumber<string> stringMode min="0" max="1000000" precision={2} disabled={!withMoney} />
      </Form.Item>
      <Form.Item name={[name, 'currency']} label={t('kinds.currency')}>
        <Select options={SOLD_IN.map((value) => ({ value, label: value }))} disabled={!withMoney} />
      </Form.Item>
      <Form.Item name={[name, 'sold_from']} label={t('kinds.sold_from')}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name={[name, 'sold_until']} label={t('kinds.sold_until')}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name={[name, 'is_offered']} valuePropName="checked">
        <Checkbox>{t('kinds.is_offered')}</Checkbox>
      </Form.Item>
      <Form.Item name={[name, 'is_hidden']} valuePropName="checked">
        <Checkbox>{t('kinds.is_hidden')}</Checkbox>
      </Form.Item>
    </>
  );
}
