import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { eventsHelpersEndMutation } from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { organizationName } from '@/shared/names';
import css from '../events.module.css';
import type { EventDetail } from '../words';

type Help = EventDetail['helps_as'][number];

/** As what the viewer helps the host, what that lets them do, and the way out of it. */
export function OwnHelp({ event }: { event: EventDetail }) {
  const { t, i18n } = useTranslation('hosting');
  return (
    <section className={css.panel} aria-labelledby="own-help">
      <h2 id="own-help">{t('own.title')}</h2>
      <ul className={css.helpers}>
        {event.helps_as.map((help) => (
          <li key={help.id}>
            <div>
              <p>
                <strong>{t(`role.${help.role}`)}</strong>{' '}
                {help.organization ? organizationName(help.organization, i18n.language) : t('own.oneself')}
              </p>
              <p className={css.quiet}>{t(`may.${help.role}`)}</p>
            </div>
            {help.may_end ? <Leave event={event} help={help} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Leave({ event, help }: { event: EventDetail; help: Help }) {
  const { t } = useTranslation('hosting');
  const confirm = useConfirm();
  const navigate = useNavigate();
  const { onSuccess, onError } = useTold()(t('done'));
  const end = useMutation({
    ...eventsHelpersEndMutation(),
    onError,
    // The event itself may be nothing to be seen any more.
    onSuccess: async () => {
      await navigate({ href: '/org' });
      onSuccess();
    },
  });
  const ask = () =>
    confirm({
      title: t('own.leave_ask'),
      text: t('end_text'),
      ok: t('own.leave'),
      act: () => end.mutateAsync({ path: { event_id: event.id, helper_id: help.id } }),
    });
  return <Button onClick={ask}>{t('own.leave')}</Button>;
}
