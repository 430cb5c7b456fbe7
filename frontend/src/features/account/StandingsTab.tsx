import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ListMyStandingsResponse, RequestStandingData } from '@/api';
import { listMyStandingsOptions, requestStandingMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { EvidenceField } from '@/app/evidence/EvidenceField';
import { FormErrors } from '@/shared/forms/FormErrors';
import { StateBadge } from '@/shared/StateBadge';
import { ErrorState } from '@/shared/states/ErrorState';
import { Time } from '@/shared/Time';
import css from './account.module.css';

const KINDS = ['specific_object_determination', 'qualified_investor'] as const;

function StandingRow({ standing }: { standing: ListMyStandingsResponse[number] }) {
  const { t } = useTranslation('account');
  return (
    <li>
      <div>
        <strong>{t(`standing.kind.${standing.kind}`)}</strong>{' '}
        <StateBadge
          label={t(standing.revoked_at ? 'standing.revoked' : `standing.state.${standing.state}`)}
          tone={standing.in_force ? 'ok' : 'plain'}
        />
        <p>
          <Time value={standing.created_at} as="date" />
          {standing.valid_until ? (
            <>
              {' · '}
              {t('standing.until')} <Time value={standing.valid_until} as="date" />
            </>
          ) : null}
        </p>
        {standing.reason ? <p>{t('standing.reason', { reason: standing.reason })}</p> : null}
      </div>
    </li>
  );
}

function AskForm() {
  const { t } = useTranslation('account');
  const [form] = Form.useForm<RequestStandingData['body']>();
  const kind = Form.useWatch('kind', form);
  const { onSuccess } = useTold()(t('standing.sent'));
  const ask = useMutation({
    ...requestStandingMutation(),
    onSuccess: () => {
      form.resetFields();
      onSuccess();
    },
  });
  return (
    <Form form={form} layout="vertical" className={css.panel ?? ''} onFinish={(body) => ask.mutate({ body })}>
      <h2>{t('standing.title')}</h2>
      <p className={css.note}>{t('standing.text')}</p>
      <FormErrors form={form} error={ask.error} />
      <Form.Item
        name="kind"
        label={t('standing.which')}
        rules={[{ required: true, message: t('standing.needed') }]}
      >
        <Select options={KINDS.map((value) => ({ value, label: t(`standing.kind.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="evidence"
        label={t('standing.evidence')}
        rules={[{ required: true, message: t('standing.needed') }]}
      >
        <EvidenceField label={t('standing.evidence')} kind={kind} />
      </Form.Item>
      <Form.Item name="statement" label={t('standing.statement')}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Button htmlType="submit" loading={ask.isPending}>
        {t('standing.ask')}
      </Button>
    </Form>
  );
}

/** What the law wants to know of an investor before funds are shown: requests, answers, dates, reasons. */
export function StandingsTab() {
  const standings = useQuery(listMyStandingsOptions());
  return (
    <>
      {standings.isError ? (
        <ErrorState error={standings.error} onRetry={() => void standings.refetch()} />
      ) : null}
      <ul className={css.rows}>
        {standings.data?.map((standing) => (
          <StandingRow key={standing.id} standing={standing} />
        ))}
      </ul>
      <AskForm />
    </>
  );
}
