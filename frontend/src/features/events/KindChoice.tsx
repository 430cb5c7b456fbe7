import { Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { Money } from '@/shared/Money';
import css from './events.module.css';
import { type EventRow, isFree, kindName } from './words';

/** Which kind of ticket, where there is more than one; where the only one costs money, how much. */
export function KindChoice({ event }: { event: EventRow }) {
  const { t, i18n } = useTranslation('events');
  const kinds = event.ticket_types;
  const [only] = kinds;
  if (kinds.length < 2) {
    return only && !isFree(only) ? (
      <p className={css.price}>
        {t('register.price')} <Money value={only.price} />
      </p>
    ) : null;
  }
  return (
    <Form.Item
      name="ticket_type"
      label={t('register.kind')}
      rules={[{ required: true, message: t('register.needed') }]}
    >
      <Radio.Group className={css.kinds ?? ''}>
        {kinds.map((kind) => (
          <Radio key={kind.id} value={kind.id}>
            {kindName(kind, i18n.language)} ·{' '}
            {isFree(kind) ? t('register.free') : <Money value={kind.price} />}
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  );
}
