import { Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import css from '../events.module.css';
import type { EventDetail } from '../words';

/** The event's own text, agreed to by a tick beside the street's. */
export function OwnConsent({ consent }: { consent: EventDetail['consent'] }) {
  const { t, i18n } = useTranslation('events');
  if (!consent) return null;
  const text = (i18n.language === 'en' && consent.text_en) || consent.text;
  return (
    <Form.Item
      name="own_consent"
      valuePropName="checked"
      rules={[
        {
          validator: (_, agreed) =>
            agreed ? Promise.resolve() : Promise.reject(new Error(t('register.needs_consent'))),
        },
      ]}
    >
      <Checkbox className={css.consent ?? ''}>{text}</Checkbox>
    </Form.Item>
  );
}
