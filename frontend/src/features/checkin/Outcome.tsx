import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Door } from '@/api';
import { labelOf, wordsOf } from '@/shared/asking';
import { Badge } from './Badge';
import css from './checkin.module.css';
import type { Doorkeeper } from './keeper';
import type { Shown } from './reading';
import { toneOf } from './signals';
import { clock, nameOf } from './words';

/** How long a welcome stays; what is refused stays until somebody has read it. */
const WELCOME = 3500;
/** With answers to read it stays longer. */
const TO_READ = 7000;
const SIGN = { good: '✓', warn: '!', bad: '✕' };

interface OutcomeProps {
  shown: Shown;
  door: Door;
  keeper: Doorkeeper;
}

/** The answer, as large as the screen: a colour, a sign and a word that all say the same. The next reading replaces it. */
export function Outcome({ shown, door, keeper }: OutcomeProps) {
  const { t, i18n } = useTranslation('checkin');
  const tone = toneOf(shown.result);
  const said = useAnswers(shown, door);
  const stays = said.length > 0 ? TO_READ : WELCOME;
  useEffect(() => {
    const timer = tone === 'good' ? setTimeout(() => keeper.dismiss(), stays) : undefined;
    const close = ({ key }: KeyboardEvent) => key === 'Escape' && keeper.dismiss();
    window.addEventListener('keydown', close);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', close);
    };
  }, [tone, stays, keeper]);
  const kind = door.kinds.find(({ id }) => id === shown.guest?.kind);
  const since = shown.since ? t('since', { time: clock(shown.since, i18n.language) }) : null;
  const word = t(`result.${shown.result === 'admitted' ? shown.passage : shown.result}`);
  return (
    <div className={css.outcome} role="alert" data-tone={tone} data-result={shown.result}>
      <span className={css.sign} aria-hidden="true">
        {SIGN[tone]}
      </span>
      <p className={css.word}>{word}</p>
      {shown.reason ? <p className={css.why}>{t(`reason.${shown.reason}`)}</p> : null}
      {since ? <p className={css.why}>{since}</p> : null}
      {shown.guest ? (
        <p className={css.who}>
          <strong>{shown.guest.name || shown.guest.code}</strong>
          <span>{shown.guest.organization}</span>
          <span>{kind ? nameOf(kind, i18n.language) : ''}</span>
        </p>
      ) : null}
      {said.length > 0 ? (
        <dl className={css.said}>
          {said.map(({ id, label, words }) => (
            <div key={id}>
              <dt>{label}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {shown.isAlone ? <p className={css.alone}>{t('alone')}</p> : null}
      <div className={css.answers}>
        <button type="button" onClick={() => keeper.dismiss()}>
          {t('next')}
        </button>
        <Badge shown={shown} keeper={keeper} />
        {shown.result === 'admitted' ? (
          <button type="button" onClick={() => void keeper.undo(shown)}>
            {t('undo')}
          </button>
        ) : null}
      </div>
    </div>
  );
}

/** What the guest said that the host wants known at the door. */
function useAnswers({ guest }: Shown, door: Door) {
  const { t, i18n } = useTranslation('checkin');
  const yesOrNo = { yes: t('walk_in.yes'), no: t('walk_in.no') };
  // What a phone kept before it knew of answers has none.
  return (guest?.answers ?? []).flatMap(({ question, values }) => {
    const asked = (door.questions ?? []).find(({ id }) => id === question);
    if (!asked) return [];
    const words = wordsOf(asked, values, i18n.language, yesOrNo);
    return [{ id: question, label: labelOf(asked, i18n.language), words }];
  });
}
