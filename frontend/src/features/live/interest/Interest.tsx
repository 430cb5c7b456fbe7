import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomOwnMark } from '@/api';
import { sentenceOf } from '@/app/live/roomSocket';
import { type Line, onStage, type RoadshowState } from '../room';
import type { EventDetail, Roadshow } from '../useRoadshow';
import { companyOf, titleOf } from '../words';
import css from './interest.module.css';

const KINDS = ['watch', 'want_deck', 'want_meeting'] as const;
type Kind = (typeof KINDS)[number];

interface InterestProps {
  event: EventDetail;
  state: RoadshowState;
  room: Pick<Roadshow['room'], 'command' | 'connection'>;
  /** By pitch. */
  marks: Record<string, RoomOwnMark>;
}

const pitchOf = (event: EventDetail, line: string) =>
  event.agenda.find(({ id }) => id === line)?.pitch ?? null;

/** An investor's three taps for the pitch on stage, and what they tapped before it. Only the company learns of them. */
export function Interest({ event, state, room, marks }: InterestProps) {
  const { t } = useTranslation('interest');
  const [refusal, setRefusal] = useState('');
  if (state.phase !== 'live') return null;
  const now = onStage(state);
  const pitch = now ? pitchOf(event, now.id) : null;
  const before = state.items.filter(({ id }) => {
    const one = pitchOf(event, id);
    return one !== null && one !== pitch && marks[one];
  });
  if (!pitch && before.length === 0) return null;
  const set = (of: string, kind: Kind | null) => {
    setRefusal('');
    room
      .command('interest.set', { room: event.id, pitch: of, kind })
      .catch((error: unknown) => setRefusal(sentenceOf(error, t('no_answer'))));
  };
  return (
    <section className={css.panel} aria-labelledby="interest">
      <h2 id="interest">{t('title')}</h2>
      <p className={css.quiet}>{t('private')}</p>
      {pitch ? (
        <fieldset className={css.taps} aria-label={t('title')}>
          {KINDS.map((kind) => {
            const isSet = marks[pitch]?.kind === kind;
            return (
              <button
                key={kind}
                type="button"
                aria-pressed={isSet}
                disabled={room.connection !== 'live'}
                onClick={() => set(pitch, isSet ? null : kind)}
              >
                {t(`kind.${kind}`)}
              </button>
            );
          })}
        </fieldset>
      ) : null}
      <p role="alert" className={css.refusal}>
        {refusal}
      </p>
      <Before event={event} lines={before} marks={marks} isOff={room.connection !== 'live'} set={set} />
    </section>
  );
}

interface BeforeProps extends Pick<InterestProps, 'event' | 'marks'> {
  lines: Line[];
  isOff: boolean;
  set: (pitch: string, kind: null) => void;
}

/** What was tapped for the pitches that are not on stage any more. */
function Before({ event, lines, marks, isOff, set }: BeforeProps) {
  const { t, i18n } = useTranslation('interest');
  if (lines.length === 0) return null;
  return (
    <ul className={css.before}>
      {lines.map((line) => {
        const pitch = pitchOf(event, line.id) ?? '';
        const name = companyOf(event, line, i18n.language)?.name ?? titleOf(line, i18n.language);
        return (
          <li key={line.id}>
            <span className={css.name}>{name}</span>
            <span className={css.kind}>{t(`kind.${marks[pitch]?.kind ?? 'watch'}`)}</span>
            <button
              type="button"
              className={css.back}
              disabled={isOff}
              aria-label={t('withdraw_of', { name })}
              onClick={() => set(pitch, null)}
            >
              {t('withdraw')}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
