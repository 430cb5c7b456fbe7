import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventsCalendarFeedData } from '@/api';
import { client } from '@/api/client.gen';
import css from './month.module.css';

/** The address of all public events as a calendar, whole: programs elsewhere ask for it. */
const feed = () =>
  new URL(client.buildUrl<EventsCalendarFeedData>({ url: '/events.ics' }), window.location.origin).href;

/** How all events of the street come into the reader's own calendar, and stay in step. */
export function Subscribe() {
  const { t } = useTranslation('events');
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const address = feed();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      void message.success(t('subscribe.copied'));
    } catch {
      void message.info(address);
    }
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('subscribe.title')}</Button>
      <Modal open={open} title={t('subscribe.title')} footer={null} onCancel={() => setOpen(false)}>
        <div className={css.subscribe}>
          <p>{t('subscribe.text')}</p>
          <Button type="primary" size="large" block href={address.replace(/^https?:/, 'webcal:')}>
            {t('subscribe.open')}
          </Button>
          <label htmlFor="feed">{t('subscribe.address')}</label>
          <div className={css.copy}>
            <Input id="feed" readOnly value={address} onFocus={({ target }) => target.select()} />
            <Button onClick={() => void copy()}>{t('subscribe.copy')}</Button>
          </div>
          <p className={css.quiet}>{t('subscribe.note')}</p>
        </div>
      </Modal>
    </>
  );
}
