import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { eventsMailingsRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { Loaded } from '@/shared/states/Loaded';
import { DeskFrame } from './DeskFrame';
import { MailDraft } from './MailDraft';
import { MailProgress } from './MailProgress';

const route = getRouteApi('/_app/org/events/$id_/mails/$mailing');
const EVERY_MS = 5000;

/** One mail to guests: written and looked at as a draft, followed once it was sent. */
export function MailPage() {
  const { t } = useTranslation('guests');
  const { id, mailing } = route.useParams();
  const query = useQuery({
    ...eventsMailingsRetrieveOptions({ path: { event_id: id, mailing_id: mailing } }),
    refetchInterval: ({ state }) => (state.data?.state === 'sending' ? EVERY_MS : false),
  });
  return (
    <DeskFrame id={id} title={t('mails.one')}>
      {(event) => (
        <Loaded query={query}>
          {(found) =>
            found.state === 'draft' ? (
              <MailDraft key={found.edition} event={event} mailing={found} />
            ) : (
              <MailProgress event={event} mailing={found} />
            )
          }
        </Loaded>
      )}
    </DeskFrame>
  );
}
