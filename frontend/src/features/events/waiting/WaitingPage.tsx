import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '@/api';
import { waitingRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { useViewer } from '@/app/viewer';
import { AppLink } from '@/shared/AppLink';
import { Facts, fact } from '@/shared/Facts';
import { PageHeader } from '@/shared/PageHeader';
import { Loaded } from '@/shared/states/Loaded';
import css from '../events.module.css';
import { ToEvent } from '../ToEvent';
import { span } from '../times';
import { kindName, titleOf } from '../words';
import { Leave } from './Leave';
import { Offer } from './Offer';
import { Rejoin } from './Rejoin';

const route = getRouteApi('/waiting/$secret');
/** How often the page looks again while somebody may be called any moment. */
const LOOK_AGAIN = 20_000;

/** A place in line, and what can be done with it. The link is the right to it. */
export function WaitingPage() {
  const { secret } = route.useParams();
  const query = useQuery({
    ...waitingRetrieveOptions({ path: { secret } }),
    refetchInterval: ({ state }) =>
      state.data?.state === 'waiting' || state.data?.state === 'offered' ? LOOK_AGAIN : false,
  });
  return <Loaded query={query}>{(entry) => <Shown entry={entry} />}</Loaded>;
}

function Shown({ entry }: { entry: Waiting }) {
  const { t, i18n } = useTranslation('events');
  const viewer = useViewer();
  const { event } = entry;
  return (
    <div className={`wrap ${css.page} ${css.narrow}`}>
      <PageHeader
        title={titleOf(event, i18n.language)}
        eyebrow={<ToEvent event={event} />}
        subtitle={t('waiting.subtitle')}
        actions={
          viewer ? (
            <AppLink href="/me/tickets" className={css.touch ?? ''}>
              {t('tickets.title')}
            </AppLink>
          ) : null
        }
      />
      {event.state === 'cancelled' ? (
        <p className={css.notice} role="alert">
          {t('page.cancelled', { reason: entry.cancel_reason })}
        </p>
      ) : null}
      {entry.state === 'offered' ? <Offer entry={entry} /> : <Standing entry={entry} />}
      <section className={css.panel} aria-labelledby="entry">
        <h2 id="entry">{t('waiting.entry')}</h2>
        <Facts
          facts={[
            fact(t('ticket.name'), entry.name),
            fact(t('ticket.organization'), entry.organization_name),
            fact(t('page.when'), span(event.starts_at, event.ends_at, i18n.language)),
            fact(
              t('waiting.waits_for'),
              entry.kinds.map((kind) => kindName(kind, i18n.language)).join(' · '),
            ),
            fact(t('waiting.wanted'), entry.party_size && entry.party_size > 1 ? entry.party_size : null),
          ]}
        />
      </section>
      {entry.state === 'left' || entry.state === 'accepted' ? null : <Leave entry={entry} />}
    </div>
  );
}

/** Where the entry stands, in words; and why its holder was not offered a place. */
function Standing({ entry }: { entry: Waiting }) {
  const { t } = useTranslation('events');
  const { place, not_offered_reason: reason } = entry;
  return (
    <section className={css.panel} aria-labelledby="standing">
      <h2 id="standing">{t(`waiting.state_${entry.state ?? 'waiting'}`)}</h2>
      {place ? <p className={css.sum}>{t('waiting.place', { place })}</p> : null}
      <p role="status">{t(textOf(entry))}</p>
      {reason ? <p className={css.notice}>{t(`waiting.why_${reason}`)}</p> : null}
      {entry.removal_reason ? <p>{t('waiting.removal_reason', { reason: entry.removal_reason })}</p> : null}
      {entry.ticket_secret ? (
        <Link to="/me/tickets/$secret" params={{ secret: entry.ticket_secret }} className={css.touch ?? ''}>
          {t('register.to_ticket')}
        </Link>
      ) : null}
      {entry.can_rejoin ? <Rejoin entry={entry} /> : null}
    </section>
  );
}

function textOf({ state, left_because: because }: Waiting) {
  if (state === 'left') return `waiting.left_${because || 'holder'}` as const;
  return `waiting.text_${state === 'offered' || !state ? 'waiting' : state}` as const;
}
