import { Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { waitableKinds } from '../offer';
import type { EventDetail } from '../words';

/** How many places are waited for at once, where the kinds let several be taken: all of them, or none. */
export function HowMany({ event }: { event: EventDetail }) {
  const { t } = useTranslation('events');
  const chosen: string[] | undefined = Form.useWatch('kinds');
  const offered = waitableKinds(event);
  const kinds = chosen?.length ? offered.filter(({ id }) => chosen.includes(id)) : offered;
  const least = Math.max(1, ...kinds.map(({ min_per_order }) => min_per_order));
  const most = Math.min(...kinds.map(({ max_per_order }) => max_per_order));
  if (!kinds.length || most < 2) return null;
  return (
    <Form.Item
      name="party_size"
      label={t('waiting.wanted')}
      extra={t('waiting.wanted_hint')}
      initialValue={least}
      rules={[{ required: true, message: t('register.needed') }]}
    >
      <InputNumber<number> size="large" min={least} max={Math.max(least, most)} precision={0} />
    </Form.Item>
  );
}
