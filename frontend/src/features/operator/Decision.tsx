import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueCase } from '@/api';
import { Facts, fact } from '@/shared/Facts';
import { Time } from '@/shared/Time';
import css from './operator.module.css';
import { useCodes } from './useCodes';
import { isRendering } from './validity';

// A form and a calendar, which reading a case does not need.
const ApproveDialog = lazy(() =>
  import('./DecisionDialogs').then((found) => ({ default: found.ApproveDialog })),
);
const RejectDialog = lazy(() =>
  import('./DecisionDialogs').then((found) => ({ default: found.RejectDialog })),
);

/** The two answers while a case waits; afterwards who gave which, when and why. */
export function Decision({ found }: { found: QueueCase }) {
  const { t } = useTranslation('operator');
  const code = useCodes();
  const [asking, setAsking] = useState<'approve' | 'reject' | null>(null);
  const { item } = found;
  const may = (action: string) => item.allowed_actions.includes(action);
  const close = () => setAsking(null);
  if (item.state !== 'pending') {
    return (
      <section className={css.panel} aria-labelledby="decision">
        <h2 id="decision">{t('decision.made')}</h2>
        <p className={item.state === 'approved' ? css.ok : css.overdue}>{code('state', item.state)}</p>
        <Facts
          facts={[
            fact(t('decision.by'), found.decided_by),
            fact(t('decision.at'), found.decided_at ? <Time value={found.decided_at} as="datetime" /> : null),
            fact(
              t('decision.until'),
              found.valid_until ? <Time value={found.valid_until} as="date" /> : null,
            ),
            fact(t('decision.reason'), found.reason),
          ]}
        />
      </section>
    );
  }
  return (
    <section className={css.panel} aria-labelledby="decision">
      <h2 id="decision">{t('decision.title')}</h2>
      <p className={css.quiet}>
        {t('decision.promise')} <Time value={item.due_at} as="datetime" />
      </p>
      {item.allowed_actions.length === 0 ? <p className={css.quiet}>{t('decision.not_yours')}</p> : null}
      {isRendering(item.deck_state) ? <p role="status">{t('decision.deck_rendering')}</p> : null}
      <div className={css.answers}>
        {may('approve') ? (
          <Button type="primary" size="large" onClick={() => setAsking('approve')}>
            {t('decision.approve')}
          </Button>
        ) : null}
        {may('reject') ? (
          <Button danger size="large" onClick={() => setAsking('reject')}>
            {t('decision.reject')}
          </Button>
        ) : null}
      </div>
      <Suspense fallback={null}>
        {asking === 'approve' ? <ApproveDialog found={found} onClose={close} /> : null}
        {asking === 'reject' ? <RejectDialog found={found} onClose={close} /> : null}
      </Suspense>
    </section>
  );
}
