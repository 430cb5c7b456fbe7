import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { organizationName } from '@/shared/names';
import { StateBadge } from '@/shared/StateBadge';
import { LiveNow } from './EventCard';
import css from './events.module.css';
import { span } from './times';
import { type OwnTicket, roomOf, titleOf, validityOf } from './words';

const TONE = {
  valid: 'ok',
  live: 'ok',
  called_off: 'attention',
  given_back: 'plain',
  over: 'plain',
  expired: 'plain',
  to_pay: 'attention',
  asked: 'attention',
  refused: 'plain',
  transferred: 'plain',
} as const;

/** One own ticket: when and where, whether it is good, and what one does with it. */
export function TicketRow({ ticket }: { ticket: OwnTicket }) {
  const { t, i18n } = useTranslation('events');
  const { event } = ticket;
  const validity = validityOf(ticket);
  const place = event.is_online ? t('online') : [event.venue, ticket.address].filter(Boolean).join(' · ');
  return (
    <li className={css.card}>
      <p className={css.when}>
        <time dateTime={event.starts_at}>{span(event.starts_at, event.ends_at, i18n.language)}</time>
      </p>
      <h2>
        <Link to="/me/tickets/$secret" params={{ secret: ticket.secret }}>
          {titleOf(event, i18n.language)}
        </Link>
      </h2>
      <p className={css.facts}>
        {validity === 'live' ? (
          <LiveNow event={event} />
        ) : (
          <StateBadge label={t(`tickets.${validity}`)} tone={TONE[validity]} />
        )}
        <span>{place}</span>
        <span>{organizationName(event.organization, i18n.language)}</span>
        <span>{t('tickets.code', { code: ticket.code })}</span>
      </p>
      {validity === 'called_off' ? (
        <p className={css.facts}>{t('page.cancelled', { reason: ticket.cancel_reason })}</p>
      ) : null}
      {ticket.adopted_at ? <p className={css.facts}>{t('tickets.adopted')}</p> : null}
      {validity === 'to_pay' ? (
        <p className={css.ways}>
          <Link to="/me/tickets/$secret" params={{ secret: ticket.secret }} className={css.touch ?? ''}>
            {t('pay.do')}
          </Link>
        </p>
      ) : null}
      {validity === 'valid' || validity === 'live' ? <Ways ticket={ticket} /> : null}
      {ticket.event.has_replay ? (
        <p className={css.ways}>
          <AppLink href={`/rooms/${ticket.event.id}/replay`} className={css.touch}>
            {t('page.to_replay')}
          </AppLink>
        </p>
      ) : null}
    </li>
  );
}

function Ways({ ticket }: { ticket: OwnTicket }) {
  const { t } = useTranslation('events');
  const params = { secret: ticket.secret };
  return (
    <p className={css.ways}>
      <Link to="/me/tickets/$secret" params={params} className={css.touch ?? ''}>
        {t('register.to_ticket')}
      </Link>
      {roomOf(ticket.event) === 'soon' ? (
        <AppLink href={`/rooms/${ticket.event.id}`} className={css.touch}>
          {t('page.to_room')}
        </AppLink>
      ) : null}
      <a href={ticket.calendar_url} className={css.touch}>
        {t('page.calendar')}
      </a>
      {ticket.can_cancel ? (
        <Link to="/me/tickets/$secret" params={params} hash="cancel" className={css.touch ?? ''}>
          {t('ticket.cancel')}
        </Link>
      ) : null}
    </p>
  );
}
