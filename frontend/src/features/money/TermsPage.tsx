import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Payee } from '@/api';
import {
  listPayeesOptions,
  listPayeesQueryKey,
  writePayeeTermsMutation,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { Facts, fact } from '@/shared/Facts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { organizationName } from '@/shared/names';
import { EmptyState } from '@/shared/states/EmptyState';
import { Loaded } from '@/shared/states/Loaded';
import { MoneyFrame } from './MoneyFrame';
import css from './money.module.css';

const PERCENT = 100;

/** Where transfers go, and the tax in prices: one panel for each organization the viewer works for. */
export function TermsPage() {
  const { t } = useTranslation('money');
  const query = useQuery(listPayeesOptions());
  return (
    <MoneyFrame title={t('terms.title')} subtitle={t('terms.subtitle')}>
      <Loaded query={query}>
        {(payees) =>
          payees.length === 0 ? (
            <EmptyState title={t('terms.none')} />
          ) : (
            payees.map((one) => <OnePayee key={one.payee.id} row={one} />)
          )
        }
      </Loaded>
    </MoneyFrame>
  );
}

function OnePayee({ row }: { row: Payee }) {
  const { t, i18n } = useTranslation('money');
  const id = `payee-${row.payee.id}`;
  return (
    <section className={css.panel} aria-labelledby={id}>
      <h2 id={id}>{organizationName(row.payee, i18n.language)}</h2>
      {row.allowed_actions.includes('manage_terms') ? (
        <TermsForm row={row} />
      ) : (
        <>
          <Facts
            facts={[
              fact(t('terms.account_name'), row.terms.account_name),
              fact(t('terms.bank'), row.terms.bank),
              fact(t('terms.account_number'), row.terms.account_number),
              fact(t('terms.tax'), `${row.terms.tax_bp / PERCENT}%`),
            ]}
          />
          <p className={css.quiet}>{t('terms.not_yours')}</p>
        </>
      )}
    </section>
  );
}

interface Values {
  account_name: string;
  bank: string;
  account_number: string;
  account_note: string;
  tax: number | null;
}

function TermsForm({ row: { payee, terms } }: { row: Payee }) {
  const { t } = useTranslation(['money', 'common']);
  const [form] = Form.useForm<Values>();
  const queryClient = useQueryClient();
  const told = useTold();
  const save = useMutation({
    ...writePayeeTermsMutation(),
    onSuccess: () => {
      told(t('common:form.saved')).onSuccess();
      void queryClient.invalidateQueries({ queryKey: listPayeesQueryKey() });
    },
  });
  const finish = ({ tax, ...account }: Values) =>
    save.mutate({
      path: { organization_id: payee.id },
      body: { ...account, tax_bp: Math.round((tax ?? 0) * PERCENT) },
    });
  const { tax_bp, ...account } = terms;
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ ...account, tax: tax_bp / PERCENT }}
      onFinish={finish}
    >
      <FormErrors form={form} error={save.error} />
      <p className={css.quiet}>{t('money:terms.text')}</p>
      <Form.Item name="account_name" label={t('money:terms.account_name')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="bank" label={t('money:terms.bank')}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="account_number" label={t('money:terms.account_number')}>
        <Input maxLength={40} inputMode="numeric" />
      </Form.Item>
      <Form.Item name="account_note" label={t('money:terms.account_note')} extra={t('money:terms.note_hint')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="tax" label={t('money:terms.tax')} extra={t('money:terms.tax_hint')}>
        <InputNumber min={0} max={100} precision={2} suffix="%" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('money:terms.save')}
      </Button>
    </Form>
  );
}
