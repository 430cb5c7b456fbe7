import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  listReviewsOptions,
  requestClaimMutation,
  requestVerificationMutation,
  withdrawReviewMutation,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { EvidenceField } from '@/app/evidence/EvidenceField';
import { FormErrors } from '@/shared/forms/FormErrors';
import { StateBadge } from '@/shared/StateBadge';
import { Time } from '@/shared/Time';
import css from './organizations.module.css';
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
        <EvidenceField label={t('review.evidence')} />
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

const TONE = { approved: 'ok', pending: 'attention', rejected: 'plain', withdrawn: 'plain' } as const;

/** Proof that an organization is what it says, the answers it got, and the claim on a reference entry. */
export function ReviewTab({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations');
  const told = useTold();
  const confirm = useConfirm();
  const path = { organization_id: organization.id };
  const may = (name: string) => organization.allowed_actions.includes(name);
  const reviews = useQuery({ ...listReviewsOptions({ path }), enabled: may('view_reviews') });
  const withdraw = useMutation({ ...withdrawReviewMutation(), ...told(t('review.withdrawn')) });
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
      <ul className={css.rows}>
        {reviews.data?.map((review) => (
          <li key={review.id} className={css.row}>
            <div className={css.grow}>
              <strong>{t(`review.kind.${review.kind}`)}</strong>{' '}
              <StateBadge label={t(`review.state.${review.state}`)} tone={TONE[review.state]} />
              <p>
                <Time value={review.created_at} as="date" />
                {review.valid_until ? (
                  <>
                    {' · '}
                    {t('field.verified_until')} <Time value={review.valid_until} as="date" />
                  </>
                ) : null}
              </p>
              {review.reason ? <p>{t('review.reason', { reason: review.reason })}</p> : null}
            </div>
            {review.allowed_actions.includes('withdraw_review') ? (
              <Button
                onClick={() =>
                  confirm({
                    title: t('review.withdraw_ask'),
                    ok: t('review.withdraw'),
                    act: () => withdraw.mutateAsync({ path: { ...path, review_id: review.id } }),
                  })
                }
              >
                {t('review.withdraw')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}
