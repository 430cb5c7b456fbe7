import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, type FormInstance, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Minutes } from '@/api';
import {
  eventsMinutesRetrieveOptions,
  eventsMinutesRetrieveQueryKey,
  eventsMinutesShareMutation,
  eventsMinutesUpdateMutation,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Loaded } from '@/shared/states/Loaded';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import type { EventDetail } from '../words';

/** What the evening came to: a draft of the team until it is shared with the guests. */
export function MinutesEditor({ event }: { event: EventDetail }) {
  const { t } = useTranslation('closed');
  const query = useQuery(eventsMinutesRetrieveOptions({ path: { event_id: event.id } }));
  return (
    <section className={css.panel} aria-labelledby="minutes">
      <h2 id="minutes">{t('minutes.title')}</h2>
      <Loaded query={query} height={240}>
        {({ minutes }) => <Editor event={event} minutes={minutes} />}
      </Loaded>
    </section>
  );
}

function useWrites(event: EventDetail) {
  const { t } = useTranslation(['closed', 'common']);
  const queryClient = useQueryClient();
  const told = useTold();
  const keep = (read: { minutes: Minutes | null }) =>
    queryClient.setQueryData(eventsMinutesRetrieveQueryKey({ path: { event_id: event.id } }), read);
  const [saved, shared] = [told(t('common:form.saved')), told(t('closed:minutes.shared_now'))];
  const save = useMutation({
    ...eventsMinutesUpdateMutation(),
    onSuccess: (read) => {
      keep(read);
      saved.onSuccess();
    },
  });
  const share = useMutation({
    ...eventsMinutesShareMutation(),
    onError: shared.onError,
    onSuccess: (read) => {
      keep(read);
      shared.onSuccess();
    },
  });
  return { save, share };
}

/**
 * Of the words that stand in the form. While somebody types it stays, so that what a colleague saved meanwhile is not written
 * over: the server then says so, and nothing that was typed is lost.
 */
function useEditionOf(
  form: FormInstance<{ text: string }>,
  minutes: Minutes | null,
  written: string | undefined,
) {
  const [read, setRead] = useState(minutes);
  const isOwn = written === undefined || written === (read?.text ?? '') || written === minutes?.text;
  useEffect(() => {
    if (!isOwn || read?.edition === minutes?.edition) return;
    setRead(minutes);
    form.setFieldsValue({ text: minutes?.text ?? '' });
  }, [form, isOwn, read, minutes]);
  /** What was sent is saved; the server may have tidied it. */
  const keep = (saved: Minutes | null, sent: string) => {
    setRead(saved);
    if (form.getFieldValue('text') === sent) form.setFieldsValue({ text: saved?.text ?? '' });
  };
  return { edition: read?.edition ?? 0, keep };
}

function Editor({ event, minutes }: { event: EventDetail; minutes: Minutes | null }) {
  const { t } = useTranslation(['closed', 'common', 'events']);
  const [form] = Form.useForm<{ text: string }>();
  const confirm = useConfirm();
  const { save, share } = useWrites(event);
  const path = { event_id: event.id };
  const written = Form.useWatch('text', form);
  const { edition, keep } = useEditionOf(form, minutes, written);
  const ask = () =>
    confirm({
      title: t('closed:minutes.share_ask'),
      text: t('closed:minutes.share_text'),
      ok: t('closed:minutes.share'),
      danger: false,
      act: () => share.mutateAsync({ path, body: { edition } }),
    });
  const needed = [{ required: true, whitespace: true, message: t('events:register.needed') }];
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ text: minutes?.text ?? '' }}
      onFinish={({ text }) =>
        save.mutate({ path, body: { edition, text } }, { onSuccess: (read) => keep(read.minutes, text) })
      }
    >
      <FormErrors form={form} error={save.error} />
      <p className={css.quiet}>
        {t('closed:minutes.text')}{' '}
        {minutes?.shared_at ? (
          <>
            {t('closed:minutes.shared_at')} <Time value={minutes.shared_at} as="datetime" />
          </>
        ) : null}
      </p>
      <Form.Item
        name="text"
        label={t('closed:minutes.words')}
        extra={t('events:hint.description')}
        rules={needed}
      >
        <Input.TextArea autoSize={{ minRows: 8, maxRows: 30 }} maxLength={40000} />
      </Form.Item>
      <div className={css.acts}>
        <Button htmlType="submit" loading={save.isPending}>
          {t('common:form.save')}
        </Button>
        {minutes && !minutes.shared_at ? (
          <Button type="primary" disabled={written !== minutes.text} loading={share.isPending} onClick={ask}>
            {t('closed:minutes.share')}
          </Button>
        ) : null}
      </div>
    </Form>
  );
}
