import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderOutput } from '@/api';
import { Facts, fact } from '@/shared/Facts';
import { Money } from '@/shared/Money';
import { Time } from '@/shared/Time';
import css from './money.module.css';
import { OrderState } from './OrdersTable';
import { RefundDialog } from './RefundDialog';
import { RefundLine } from './RefundLine';

/** One order, what came of it, and what may still be done. */
export default function OrderDrawer({ order, onClose }: { order: OrderOutput; onClose: () => void }) {
  const { t } = useTranslation('money');
  const [gives, setGives] = useState(false);
  const mayRefund = order.allowed_actions.includes('refund_order') && Number(order.left.amount) > 0;
  return (
    <Drawer
      open
      title={t('order', { code: order.code })}
      onClose={onClose}
      size={480}
      extra={
        mayRefund ? (
          <Button danger onClick={() => setGives(true)}>
            {t('refund.do')}
          </Button>
        ) : null
      }
    >
      <div className={css.drawer}>
        <Facts
          facts={[
            fact(t('column.what'), order.description),
            fact(t('column.payee'), order.payee.display_name),
            fact(t('column.price'), <Money value={order.money} />),
            fact(t('column.state'), <OrderState order={order} />),
            fact(t('column.at'), <Time value={order.created_at} as="datetime" />),
            fact(t('column.paid_at'), order.paid_at ? <Time value={order.paid_at} as="datetime" /> : null),
            fact(t('column.left'), <Money value={order.left} />),
          ]}
        />
        <section aria-labelledby="refunds">
          <h3 id="refunds">{t('refund.title')}</h3>
          {order.refunds.length === 0 ? <p className={css.quiet}>{t('refund.none')}</p> : null}
          <ul className={css.refunds}>
            {order.refunds.map((refund) => (
              <RefundLine
                key={refund.id}
                refund={refund}
                mayMend={order.allowed_actions.includes('mend_refund')}
              />
            ))}
          </ul>
        </section>
      </div>
      {gives ? <RefundDialog order={order} onClose={() => setGives(false)} /> : null}
    </Drawer>
  );
}
