import { Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { Money } from '@/shared/Money';
import css from '../events.module.css';
import { waitableKinds } from '../offer';
import { type EventDetail, isFree, kindName } from '../words';

/** Which kinds of tickets will do; the only one there is asks nothing. */
export function KindsChoice({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation('events');
  const kinds = waitableKinds(event);
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
      name="kinds"
      label={t('waiting.kinds')}
      rules={[{ required: true, type: 'array', min: 1, message: t('register.needed') }]}
    >
      <Checkbox.Group className={css.kinds ?? ''}>
        {kinds.map((kind) => (
          <Checkbox key={kind.id} value={kind.id}>
            {kindName(kind, i18n.language)} ·{' '}
            {isFree(kind) ? t('register.free') : <Money value={kind.price} />}
          </Checkbox>
        ))}
      </Checkbox.Group>
    </Form.Item>
  );
}
