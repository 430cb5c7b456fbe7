import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

export const NAME_LENGTH = 60;

/** What a kept search is called, in a form of it. */
export function NameField() {
  const { t } = useTranslation('saved');
  return (
    <Form.Item
      name="name"
      label={t('name')}
      rules={[{ required: true, whitespace: true, message: t('name_needed') }]}
    >
      <Input maxLength={NAME_LENGTH} showCount />
    </Form.Item>
  );
}
