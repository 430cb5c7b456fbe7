import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Input, QRCode, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CheckInDevice, DeviceInputRequest, DeviceRoleEnum } from '@/api';
import {
  eventsDoorDevicesCreateMutation,
  eventsDoorDevicesRevokeMutation,
  eventsDoorRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { type DoorDesk, listName } from './words';

const ROLES = ['door', 'kiosk'] as const satisfies DeviceRoleEnum[];

interface DevicesProps {
  event: EventDetail;
  desk: DoorDesk;
}

/** Phones that may check in and nothing else: each has a link, which can be taken away. */
export function DeskDevices({ event, desk }: DevicesProps) {
  const { t, i18n } = useTranslation('door');
  const [form] = Form.useForm<DeviceInputRequest>();
  const queryClient = useQueryClient();
  const queryKey = eventsDoorRetrieveQueryKey({ path: { event_id: event.id } });
  const add = useMutation({
    ...eventsDoorDevicesCreateMutation(),
    onSuccess: () => {
      form.resetFields();
      void queryClient.invalidateQueries({ queryKey });
    },
  });
  const lists = desk.lists.map((list) => ({ value: list.id, label: listName(list, i18n.language) }));
  return (
    <section className={css.panel} aria-labelledby="door-devices">
      <h2 id="door-devices">{t('devices.title')}</h2>
      <p className={css.quiet}>{t('devices.text')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ name: '', role: 'door', lists: lists.map(({ value }) => value) }}
        onFinish={(body) => add.mutate({ path: { event_id: event.id }, body })}
      >
        <FormErrors form={form} error={add.error} />
        <Form.Item name="name" label={t('devices.name')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={40} style={{ maxWidth: 320 }} />
        </Form.Item>
        <Form.Item name="role" label={t('devices.role')} extra={t('devices.role_text')}>
          <Select
            style={{ maxWidth: 320 }}
            options={ROLES.map((value) => ({ value, label: t(`devices.role_${value}`) }))}
          />
        </Form.Item>
        {/* That one is needed the server says: a group of boxes cannot be marked as required. */}
        <Form.Item name="lists" label={t('devices.lists')}>
          <Checkbox.Group options={lists} />
        </Form.Item>
        <Form.Item name="may_register" valuePropName="checked" extra={t('devices.may_register_hint')}>
          <Checkbox>{t('devices.may_register')}</Checkbox>
        </Form.Item>
        <Button htmlType="submit" loading={add.isPending}>
          {t('devices.add')}
        </Button>
      </Form>
      {add.data ? <Link url={add.data.url} /> : null}
      <ul className={css.devices}>
        {desk.devices.map((device) => (
          <Device key={device.id} event={event} device={device} />
        ))}
      </ul>
    </section>
  );
}

/** Shown this once: the street itself does not keep it. */
function Link({ url }: { url: string }) {
  const { t } = useTranslation('door');
  const { message } = App.useApp();
  const copy = () => navigator.clipboard.writeText(url).then(() => void message.success(t('devices.copied')));
  return (
    <div className={css.link} role="status">
      <QRCode
        value={url}
        size={180}
        bordered={false}
        color="#000"
        bgColor="#fff"
        aria-label={t('devices.qr')}
      />
      <div>
        <p>{t('devices.once')}</p>
        <Input readOnly value={url} aria-label={t('devices.copy')} />
        <Button onClick={() => void copy()}>{t('devices.copy')}</Button>
      </div>
    </div>
  );
}

function Device({ event, device }: { event: EventDetail; device: CheckInDevice }) {
  const { t } = useTranslation('door');
  const confirm = useConfirm();
  const revoke = useMutation({
    ...eventsDoorDevicesRevokeMutation(),
    ...useTold()(t('devices.revoked')),
  });
  const path = { event_id: event.id, device_id: device.id };
  const ask = () =>
    confirm({
      title: t('devices.revoke_ask', { name: device.name }),
      text: t('devices.revoke_text'),
      ok: t('devices.revoke'),
      act: () => revoke.mutateAsync({ path }),
    });
  return (
    <li>
      <span>
        <strong>{device.name}</strong> {device.role === 'kiosk' ? `${t('devices.role_kiosk')} · ` : null}
        {device.may_register ? `${t('devices.registers')} ` : ''}
        {device.revoked_at ? t('devices.revoked') : <Seen at={device.last_seen_at} />}
      </span>
      {device.revoked_at ? null : (
        <Button danger onClick={ask}>
          {t('devices.revoke')}
        </Button>
      )}
    </li>
  );
}

function Seen({ at }: { at: string | null }) {
  const { t } = useTranslation('door');
  return at ? <Time value={at} as="datetime" /> : t('devices.never');
}
