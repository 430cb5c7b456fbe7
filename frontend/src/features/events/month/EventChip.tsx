import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { organizationName } from '@/shared/names';
import { Standing } from '../EventCard';
import { type EventRow, standingOf, titleOf } from '../words';
import css from './month.module.css';
import { useSaid } from './useSaid';

// What a reader must know before going on; all others are open, or say it on their page.
const MARKED = ['live', 'full', 'ended', 'cancelled'] as const;
type MarkName = (typeof MARKED)[number];

function Mark({ mark }: { mark: MarkName | undefined }) {
  const { t } = useTranslation('events');
  return mark ? <span className={css.mark}>{t(`standing.${mark}`)}</span> : null;
}

const markOf = (event: EventRow) => MARKED.find((mark) => mark === standingOf(event));

interface ChipProps {
  event: EventRow;
  day: string;
}

/** An event in the cell of a day: when, what kind, whether one can still come, and its title. */
export function EventChip({ event, day }: ChipProps) {
  const { t, i18n } = useTranslation('events');
  const said = useSaid();
  const mark = markOf(event);
  const title = titleOf(event, i18n.language);
  return (
    <AppLink
      href={`/events/${event.id}`}
      className={css.chip}
      title={title}
      data-kind={event.preset}
      data-mark={mark}
    >
      <span className={css.when}>
        <b>{said.start(event.starts_at, day) ?? t('month.goes_on')}</b> {t(`preset.${event.preset}`)}{' '}
        <Mark mark={mark} />
      </span>{' '}
      <span className={css.title}>{title}</span>
    </AppLink>
  );
}

/** The same event where a line has room for its host and place. */
export function EventLine({ event, day }: ChipProps) {
  const { t, i18n } = useTranslation('events');
  const said = useSaid();
  const place = event.is_online ? t('online') : event.venue || event.district;
  const host = organizationName(event.organization, i18n.language);
  return (
    <li>
      <AppLink
        href={`/events/${event.id}`}
        className={css.line}
        data-kind={event.preset}
        data-mark={markOf(event)}
      >
        <span className={css.clock}>
          <b>{said.start(event.starts_at, day) ?? t('month.goes_on')}</b>{' '}
          <span>{said.end(event.ends_at, day) ?? '…'}</span>
        </span>{' '}
        <span className={css.words}>
          <span className={css.title}>{titleOf(event, i18n.language)}</span>{' '}
          <span className={css.facts}>
            <span>{t(`preset.${event.preset}`)}</span> <Standing event={event} />{' '}
            <span>{[host, place].filter(Boolean).join(' · ')}</span>
          </span>
        </span>
      </AppLink>
    </li>
  );
}
