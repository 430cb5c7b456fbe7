import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  listReviewsOptions,
  requestClaimMutation,
  requestVerificationMutation,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { EvidenceField } from '@/app/evidence/EvidenceField';
import { useViewer } from '@/app/viewer';
import { FormErrors } from '@/shared/forms/FormErrors';
import { ErrorState } from '@/shared/states/ErrorState';
import css from './organizations.module.css';
import { ReviewRow } from './ReviewRow';
import type { Organization } from './search';

interface Values {
  statement?: string;
  evidence: string[];
}

function RequestForm({ organization, claim }: { organization: Organization; claim: boolean }) {
  const { t } = useTranslation('organizations');
  const { onSuccess } = useTold()(t('review.sent'));
  const [form] = Form.useForm<Values>();
  const done = {
    onSuccess: () => {
      form.resetFields();
      onSuccess();
    },
  };
  const verify = useMutation({ ...requestVerificationMutation(), ...done });
  const take = useMutation({ ...requestClaimMutation(), ...done });
  const asked = claim ? take : verify;
  const path = { organization_id: organization.id };
  return (
    <Form
      form={form}
      layout="vertical"
      className={css.panel ?? ''}
      onFinish={(body) => asked.mutate({ path, body })}
    >
      <h2>{t(claim ? 'review.claim' : 'review.verify')}</h2>
      <p className={css.lead}>{t(claim ? 'review.claim_text' : 'review.verify_text')}</p>
      <FormErrors form={form} error={asked.error} />
      <Form.Item
        name="evidence"
        label={t('review.evidence')}
        rules={[{ required: true, type: 'array', min: 1, message: t('review.evidence_needed') }]}
      >
        <EvidenceField label={t('review.evidence')} kind={claim ? 'claim' : 'verification'} />
      </Form.Item>
      <Form.Item name="statement" label={t('review.statement')}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={asked.isPending}>
        {t('review.send')}
      </Button>
    </Form>
  );
}

/** Proof that an organization is what it says, the answers it got, and the claim on a reference entry. */
export function ReviewTab({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const me = useViewer();
  const path = { organization_id: organization.id };
  const may = (name: string) => organization.allowed_actions.includes(name);
  // A claimant is no member and finds the own claim here; whose requests are listed is the server's word.
  const reviews = useQuery({ ...listReviewsOptions({ path }), enabled: Boolean(me) });
  return (
    <>
      {organization.my_role ? (
        <Alert
          type={organization.verification_state === 'verified' ? 'success' : 'info'}
          className={css.notice ?? ''}
          title={t(`verification.${organization.verification_state}`)}
        />
      ) : null}
      {may('request_claim') ? <RequestForm organization={organization} claim /> : null}
      {may('request_verification') ? <RequestForm organization={organization} claim={false} /> : null}
      {reviews.error ? <ErrorState error={reviews.error} onRetry={() => void reviews.refetch()} /> : null}
      <ul className={css.rows}>
        {reviews.data?.map((review) => (
          <ReviewRow key={review.id} review={review} />
        ))}
      </ul>
    </>
  );
}
