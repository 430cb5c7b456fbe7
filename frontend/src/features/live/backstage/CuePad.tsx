import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomCue } from '@/api';
import chat from '@/app/backstage/chat.module.css';
import live from '../live.module.css';
import type { RoadshowState } from '../room';
import type { EventDetail, Roadshow } from '../useRoadshow';
import { useSay } from '../useSay';
import css from './backstage.module.css';
import { CUES } from './cues';

const LONGEST = 80;

interface CuePadProps {
  event: EventDetail;
  state: RoadshowState;
  room: Roadshow['room'];
  cue: RoomCue | null;
}

/** Lights and words for who is on stage, by hand; a light pressed again goes out. */
export default function CuePad({ event, state, room, cue }: CuePadProps) {
  const { t } = useTranslation('backstage');
  const { say, refusal } = useSay(event.id, room.command);
  const item = state.item_id;
  if (!item) return null;
  const shown = cue?.line === item ? cue : null;
  const isOff = room.connection !== 'live';
  return (
    <section className={live.panel} aria-labelledby="cues">
      <h2 id="cues">{t('cue.title')}</h2>
      <fieldset className={css.lights} aria-label={t('cue.title')}>
        {CUES.map((light) => (
          <button
            key={light}
            type="button"
            data-light={light}
            aria-pressed={shown?.light === light}
            disabled={isOff}
            onClick={() =>
              void say('stage.set_light', { item, light: shown?.light === light ? null : light })
            }
          >
            {t(`cue.${light}`)}
          </button>
        ))}
      </fieldset>
      <NoteForm
        key={item}
        isOff={isOff}
        shown={shown?.note ?? ''}
        give={(note) => say('stage.set_note', { item, note })}
      />
      <p role="alert" className={chat.refusal}>
        {refusal}
      </p>
    </section>
  );
}

interface NoteFormProps {
  isOff: boolean;
  shown: string;
  give: (note: string) => Promise<boolean>;
}

function NoteForm({ isOff, shown, give }: NoteFormProps) {
  const { t } = useTranslation('backstage');
  const [text, setText] = useState('');
  const field = useId();
  const submit = async (press: FormEvent) => {
    press.preventDefault();
    if (text.trim() && (await give(text))) setText('');
  };
  return (
    <>
      <form className={chat.say} onSubmit={(press) => void submit(press)}>
        <label htmlFor={field}>{t('cue.note')}</label>
        <input
          id={field}
          value={text}
          maxLength={LONGEST}
          autoComplete="off"
          placeholder={t('cue.example')}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" disabled={isOff || !text.trim()}>
          {t('cue.show')}
        </button>
      </form>
      {shown ? (
        <p className={css.shown} role="status">
          <span className={chat.text}>{t('cue.shown', { text: shown })}</span>
          <button type="button" className={chat.plain} disabled={isOff} onClick={() => void give('')}>
            {t('cue.clear')}
          </button>
        </p>
      ) : null}
    </>
  );
}
