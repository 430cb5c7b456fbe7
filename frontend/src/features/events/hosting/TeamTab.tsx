import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventHelper } from '@/api';
import { eventsHelpersEndMutation, eventsHelpersListOptions } from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { AppLink } from '@/shared/AppLink';
import { organizationName } from '@/shared/names';
import { Loaded } from '@/shared/states/Loaded';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { type EventDetail, kindName } from '../words';
import { InviteHelper } from './InviteHelper';

/** Who does the host's work for this event beside its own people. */
export function TeamTab({ event }: { event: EventDetail }) {
  const { t } = useTranslation('hosting');
  const query = useQuery(eventsHelpersListOptions({ path: { event_id: event.id } }));
  return (
    <>
      <section className={css.panel} aria-labelledby="team">
        <h2 id="team">{t('title')}</h2>
        <p className={css.quiet}>{t('text')}</p>
        <Loaded query={query} height={120}>
          {({ results }) =>
            results.length === 0 ? (
              <p>{t('none')}</p>
            ) : (
              <ul className={css.helpers}>
                {results.map((helper) => (
                  <Row key={helper.id} event={event} helper={helper} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      {event.allowed_actions.includes('invite_helpers') ? <InviteHelper event={event} /> : null}
    </>
  );
}

function Row({ event, helper }: { event: EventDetail; helper: EventHelper }) {
  const { t, i18n } = useTranslation('hosting');
  const { organization } = helper;
  const name = organization ? organizationName(organization, i18n.language) : helper.name;
  const lists = helper.lists.map((list) => kindName(list, i18n.language)).join(' · ');
  return (
    <li>
      <div>
        <p>{organization ? <AppLink href={`/organizations/${organization.id}`}>{name}</AppLink> : name}</p>
        <p className={css.facts}>
          <span>{t(`role.${helper.role}`)}</span>
          <span>{t(`state.${helper.state}`)}</span>
          <Time value={helper.ended_at ?? helper.answered_at ?? helper.created_at} as="datetime" />
          {lists ? <span>{t('at_lists', { names: lists })}</span> : null}
        </p>
      </div>
      {helper.may_end ? <End event={event} helper={helper} name={name} /> : null}
    </li>
  );
}

interface EndProps {
  event: EventDetail;
  helper: EventHelper;
  name: string;
}

/** Of who helps already the help; of who was asked the invitation. */
function End({ event, helper, name }: EndProps) {
  const { t } = useTranslation('hosting');
  const confirm = useConfirm();
  const end = useMutation({ ...eventsHelpersEndMutation(), ...useTold()(t('done')) });
  const act = () => end.mutateAsync({ path: { event_id: event.id, helper_id: helper.id } });
  const asked = helper.state === 'invited';
  const ask = () =>
    confirm(
      asked
        ? { title: t('withdraw_ask', { name }), ok: t('withdraw'), act }
        : { title: t('end_ask', { name }), text: t('end_text'), ok: t('end'), act },
    );
  return <Button onClick={ask}>{t(asked ? 'withdraw' : 'end')}</Button>;
}
