import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListReviewsResponse } from '@/api';
import { withdrawReviewMutation } from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { StateBadge } from '@/shared/StateBadge';
import { Time } from '@/shared/Time';
import css from './organizations.module.css';

const TONE = { approved: 'ok', pending: 'attention', rejected: 'plain', withdrawn: 'plain' } as const;

interface ReviewRowProps {
  review: ListReviewsResponse[number];
  /** What is reviewed, where the page does not say so. */
  about?: ReactNode;
}

/** A request, its answer with the reason, and taking it back while it waits. */
export function ReviewRow({ review, about }: ReviewRowProps) {
  const { t } = useTranslation('organizations');
  const told = useTold();
  const confirm = useConfirm();
  const withdraw = useMutation({ ...withdrawReviewMutation(), ...told(t('review.withdrawn')) });
  const path = { organization_id: review.organization_id, review_id: review.id };
  return (
    <li className={css.row}>
      <div className={css.grow}>
        {about ?? <strong>{t(`review.kind.${review.kind}`)}</strong>}{' '}
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
              act: () => withdraw.mutateAsync({ path }),
            })
          }
        >
          {t('review.withdraw')}
        </Button>
      ) : null}
    </li>
  );
}
