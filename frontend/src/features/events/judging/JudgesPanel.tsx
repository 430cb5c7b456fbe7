import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input, QRCode } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JudgeInputRequest, JudgingJudge } from '@/api';
import {
  eventsJudgingJudgesCreateMutation,
  eventsJudgingJudgesRenewMutation,
  eventsJudgingJudgesRevokeMutation,
} from '@/api/@tanstack/react-query.gen';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import type { EventDetail } from '../words';
import { useJudging } from './useJudging';
import { type Desk, nameOf } from './words';

/** Who judges, each by a personal link that can be replaced or taken away. */
export function JudgesPanel({ event, desk }: { event: EventDetail; desk: Desk }) {
  const { t } = useTranslation('judgingDesk');
  const [form] = Form.useForm<JudgeInputRequest>();
  const { onSuccess } = useJudging(event.id)(t('judges.added'));
  const add = useMutation({
    ...eventsJudgingJudgesCreateMutation(),
    onSuccess: (desk: Desk) => {
      form.resetFields();
      onSuccess(desk);
    },
  });
  return (
    <section className={css.panel} aria-labelledby="judging-judges">
      <h2 id="judging-judges">{t('judges.title')}</h2>
      {desk.judges.length === 0 ? <p className={css.quiet}>{t('judges.empty')}</p> : null}
      <ul className={css.devices}>
        {desk.judges.map((judge, index) => (
          <Judge
            key={judge.id}
            event={event}
            judge={judge}
            name={nameOf(judge, index, (number) => t('judges.nameless', { number }))}
            mayAct={desk.panel.state !== 'revealed'}
          />
        ))}
      </ul>
      <Form
        form={form}
        layout="vertical"
        disabled={desk.panel.state === 'revealed'}
        initialValues={{ name: '', title: '', email: '' }}
        onFinish={(body) => add.mutate({ path: { event_id: event.id }, body })}
      >
        <FormErrors form={form} error={add.error} />
        <Form.Item name="name" label={t('judges.name')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={80} style={{ maxWidth: 320 }} />
        </Form.Item>
        <Form.Item name="title" label={t('judges.title_field')}>
          <Input maxLength={80} style={{ maxWidth: 320 }} />
        </Form.Item>
        <Form.Item name="email" label={t('judges.email')} rules={[{ type: 'email' }]}>
          <Input type="email" maxLength={254} style={{ maxWidth: 320 }} />
        </Form.Item>
        <Button htmlType="submit" loading={add.isPending}>
          {t('judges.add')}
        </Button>
      </Form>
    </section>
  );
}

interface JudgeProps {
  event: EventDetail;
  judge: JudgingJudge;
  name: string;
  mayAct: boolean;
}

function Judge({ event, judge, name, mayAct }: JudgeProps) {
  const { t } = useTranslation('judgingDesk');
  const [isShown, setIsShown] = useState(false);
  const done = useJudging(event.id);
  const renew = useMutation({ ...eventsJudgingJudgesRenewMutation(), ...done(t('judges.renewed')) });
  const revoke = useMutation({ ...eventsJudgingJudgesRevokeMutation(), ...done(t('judges.revoked_done')) });
  const path = { event_id: event.id, judge_id: judge.id };
  return (
    <li>
      <div>
        <strong>{name}</strong> {judge.title}
        <p className={css.quiet}>
          {judge.revoked_at ? t('judges.revoked') : <Seen at={judge.last_seen_at} />}
        </p>
        {isShown && judge.url ? <Link url={judge.url} /> : null}
      </div>
      <div className={css.acts}>
        {judge.url ? (
          <Button aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
            {t(isShown ? 'judges.hide' : 'judges.show')}
          </Button>
        ) : null}
        <Button disabled={!mayAct} loading={renew.isPending} onClick={() => renew.mutate({ path })}>
          {t('judges.renew')}
        </Button>
        {judge.revoked_at ? null : (
          <Button
            danger
            disabled={!mayAct}
            loading={revoke.isPending}
            onClick={() => revoke.mutate({ path })}
          >
            {t('judges.revoke')}
          </Button>
        )}
      </div>
    </li>
  );
}

function Seen({ at }: { at: string | null }) {
  const { t } = useTranslation('judgingDesk');
  return at ? (
    <>
      {t('judges.seen')}
      <Time value={at} as="datetime" />
    </>
  ) : (
    t('judges.never_seen')
  );
}

/** To send, or to point a phone at. */
function Link({ url }: { url: string }) {
  const { t } = useTranslation('judgingDesk');
  const { message } = App.useApp();
  const copy = () => navigator.clipboard.writeText(url).then(() => void message.success(t('judges.copied')));
  return (
    <div className={css.link}>
      <QRCode
        value={url}
        size={180}
        bordered={false}
        color="#000"
        bgColor="#fff"
        aria-label={t('judges.qr')}
      />
      <div>
        <Input readOnly value={url} aria-label={t('judges.link')} />
        <Button onClick={() => void copy()}>{t('judges.copy')}</Button>
      </div>
    </div>
  );
}
