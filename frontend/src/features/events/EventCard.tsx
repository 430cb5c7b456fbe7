import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { Money, MoneyRange } from '@/shared/Money';
import { organizationName } from '@/shared/names';
import { StateBadge } from '@/shared/StateBadge';
import css from './events.module.css';
import { span } from './times';
import { type EventRow, priceSpan, standingOf, titleOf } from './words';

const TONE = { open: 'ok', live: 'attention', full: 'attention', under_review: 'attention' } as const;

export function Standing({ event }: { event: EventRow }) {
  const { t } = useTranslation('events');
  const standing = standingOf(event);
  return (
    <StateBadge
      label={t(`standing.${standing}`)}
      tone={standing in TONE ? TONE[standing as keyof typeof TONE] : 'plain'}
    />
  );
}

/** Free, what it costs, or from what to what. */
export function Price({ event }: { event: EventRow }) {
  const { t } = useTranslation('events');
  const [low, high] = priceSpan(event);
  if (!high) return t('register.free');
  if (!low) {
    return (
      <>
        {t('register.free')} – <Money value={high} />
      </>
    );
  }
  return <MoneyRange low={low} high={high} />;
}

/** It runs at this moment, and this is the way in. */
export function LiveNow({ event }: { event: Pick<EventRow, 'id'> }) {
  const { t } = useTranslation('events');
  return (
    <AppLink href={`/rooms/${event.id}`} className={css.liveNow}>
      {t('card.live_now')}
    </AppLink>
  );
}

interface EventCardProps {
  event: EventRow;
  /** Its public page or its host's desk. */
  href: string;
  /** What it is to the viewer. */
  note?: string;
  /** What may be done with it right here. */
  acts?: ReactNode;
}

/** One event of a list. */
export function EventCard({ event, href, note, acts }: EventCardProps) {
  const { t, i18n } = useTranslation('events');
  const { nameOf } = useSectors();
  const place = event.is_online ? t('online') : [event.venue, event.district].filter(Boolean).join(' · ');
  return (
    <li className={css.card}>
      <p className={css.when}>
        <time dateTime={event.starts_at}>{span(event.starts_at, event.ends_at, i18n.language)}</time>
      </p>
      <h2>
        <AppLink href={href}>{titleOf(event, i18n.language)}</AppLink>
      </h2>
      {event.summary ? <p>{event.summary}</p> : null}
      <p className={css.facts}>
        {event.state === 'live' ? <LiveNow event={event} /> : <Standing event={event} />}
        {event.has_replay ? (
          <AppLink href={`/rooms/${event.id}/replay`} className={css.again}>
            {t('page.to_replay')}
          </AppLink>
        ) : null}
        {note ? <StateBadge label={note} tone="plain" /> : null}
        <span>{t(`preset.${event.preset}`)}</span>
        {event.series ? <span>{t('card.series')}</span> : null}
        {event.visibility === 'public' ? null : <span>{t(`visibility.${event.visibility}`)}</span>}
        <span>
          <Price event={event} />
        </span>
        <span>{organizationName(event.organization, i18n.language)}</span>
        {place ? <span>{place}</span> : null}
        {event.sectors.map((code) => (
          <span key={code}>{nameOf(code)}</span>
        ))}
      </p>
      {acts}
    </li>
  );
}
