import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '@/api';
import { StateBadge } from '@/shared/StateBadge';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { span } from '../times';
import { titleOf } from '../words';

/** Where I wait, above my tickets: a place that is kept for me does not wait long. */
export function OwnWaiting({ entries }: { entries: readonly Waiting[] }) {
  const { t } = useTranslation('events');
  if (entries.length === 0) return null;
  return (
    <ul className={css.list} aria-label={t('waiting.mine')}>
      {entries.map((entry) => (
        <Row key={entry.secret} entry={entry} />
      ))}
    </ul>
  );
}

function Row({ entry }: { entry: Waiting }) {
  const { t, i18n } = useTranslation('events');
  const { event, place, offer_expires_at: until } = entry;
  const state = entry.state ?? 'waiting';
  return (
    <li className={css.card}>
      <p className={css.when}>
        <time dateTime={event.starts_at}>{span(event.starts_at, event.ends_at, i18n.language)}</time>
      </p>
      <h2>
        <Link to="/waiting/$secret" params={{ secret: entry.secret }}>
          {titleOf(event, i18n.language)}
        </Link>
      </h2>
      <p className={css.facts}>
        <StateBadge label={t(`waiting.state_${state}`)} tone={state === 'waiting' ? 'plain' : 'attention'} />
        {place ? <span>{t('waiting.place', { place })}</span> : null}
        {until ? (
          <span>
            {t('waiting.until')} <Time value={until} as="datetime" />
          </span>
        ) : null}
      </p>
      {entry.not_offered_reason ? (
        <p className={css.facts}>{t(`waiting.why_${entry.not_offered_reason}`)}</p>
      ) : null}
    </li>
  );
}
