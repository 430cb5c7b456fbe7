import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DigestEnum, NotificationPreferences } from '@/api';
import {
  getMyNotificationPreferencesOptions,
  updateMyNotificationPreferencesMutation,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './account.module.css';
import { DeliveryLog } from './DeliveryLog';
import { HALF_HOURS, type Habits, habitsBody } from './habits';

const CHANNELS = ['in_app', 'email', 'sms'] as const;
const DIGESTS = ['suggested', 'immediate', 'daily', 'weekly'] as const satisfies DigestEnum[];

/** Which news by which way, in which rhythm, and when not; and what became of what was sent. */
export function NotificationsTab() {
  const preferences = useQuery(getMyNotificationPreferencesOptions());
  if (preferences.isPending) return <LoadingState height={420} />;
  if (preferences.isError) {
    return <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />;
  }
  return (
    <>
      <Switches preferences={preferences.data} />
      <HabitsForm preferences={preferences.data} />
      <DeliveryLog />
    </>
  );
}

/** Every change is kept at once; the answer is what the table shows. */
function useChange(onDone?: () => void) {
  const { t } = useTranslation('common');
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  return {
    ...updateMyNotificationPreferencesMutation(),
    onSuccess: (answer: NotificationPreferences) => {
      queryClient.setQueryData(getMyNotificationPreferencesOptions().queryKey, answer);
      void message.success(t('form.saved'));
      onDone?.();
    },
  };
}

function Switches({ preferences }: { preferences: NotificationPreferences }) {
  const { t } = useTranslation('account');
  const { onError } = useTold()('');
  const change = useMutation({ ...useChange(), onError });
  return (
    <section className={css.panel}>
      <h2>{t('notices.title')}</h2>
      <p className={css.note}>{t('notices.text')}</p>
      {preferences.has_email ? null : <p className={css.note}>{t('notices.no_email')}</p>}
      {preferences.has_phone ? null : <p className={css.note}>{t('notices.no_phone')}</p>}
      <table className={css.switchTable}>
        <caption className="visually-hidden">{t('notices.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('notices.group')}</th>
            {CHANNELS.map((channel) => (
              <th key={channel} scope="col">
                {t(`notices.channel.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preferences.switches.map((one) => (
            <tr key={one.group}>
              <th scope="row">{one.title}</th>
              {CHANNELS.map((channel) => (
                <td key={channel}>
                  <Checkbox
                    aria-label={`${one.title} ${t(`notices.channel.${channel}`)}`}
                    checked={one[channel]}
                    disabled={change.isPending || !one.channels.includes(channel)}
                    onChange={({ target }) =>
                      change.mutate({
                        body: { switches: [{ group: one.group, channel, is_on: target.checked }] },
                      })
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function HabitsForm({ preferences }: { preferences: NotificationPreferences }) {
  const { t } = useTranslation(['account', 'common']);
  const [form] = Form.useForm<Habits>();
  const change = useMutation(useChange());
  const { digest, quiet_from, quiet_until } = preferences;
  const hours = [...new Set([...HALF_HOURS, quiet_from, quiet_until])]
    .filter((hour) => hour !== null)
    .sort()
    .map((hour) => ({ value: hour, label: hour }));
  return (
    <Form
      form={form}
      layout="vertical"
      className={css.panel ?? ''}
      initialValues={{ digest, quiet_from, quiet_until }}
      onFinish={(values) => change.mutate({ body: habitsBody(values) })}
    >
      <h2>{t('account:notices.when')}</h2>
      <FormErrors form={form} error={change.error} />
      <div className={css.narrow}>
        <Form.Item name="digest" label={t('account:notices.digest')} extra={t('account:notices.digest_text')}>
          <Select
            options={DIGESTS.map((value) => ({ value, label: t(`account:notices.rhythm.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="quiet_from" label={t('account:notices.quiet_from')}>
          <Select allowClear options={hours} placeholder={t('account:notices.none')} />
        </Form.Item>
        <Form.Item
          name="quiet_until"
          label={t('account:notices.quiet_until')}
          extra={t('account:notices.quiet_text')}
        >
          <Select allowClear options={hours} placeholder={t('account:notices.none')} />
        </Form.Item>
      </div>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t('common:form.save')}
      </Button>
    </Form>
  );
}
