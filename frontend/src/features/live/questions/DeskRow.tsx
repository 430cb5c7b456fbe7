import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskQuestion, mayHide, movesOf, type Question } from './questions';
import css from './questions.module.css';
import type { DeskActs } from './useDeskActs';

const REASONS = ['off_topic', 'repeated', 'unfit', 'spam'] as const;

interface DeskRowProps {
  question: DeskQuestion;
  votes: number;
  isOff: boolean;
  acts: DeskActs;
}

export function DeskRow({ question, votes, isOff, acts }: DeskRowProps) {
  const { t } = useTranslation('questions');
  const { id, state } = question;
  const [isHiding, setIsHiding] = useState(false);
  return (
    <li className={css.deskRow} data-state={state}>
      <p className={css.text}>{question.text}</p>
      <p className={css.facts}>
        {state === 'on_screen' || state === 'deferred' ? (
          <span className={css.state}>{t(`state.${state}`)}</span>
        ) : null}
        {question.is_held ? <span className={css.held}>{t('held')}</span> : null}
        {question.hidden_because ? <span>{t(`because.${question.hidden_because}`)}</span> : null}
        <span>{question.name || t('nobody')}</span>
        {question.is_muted ? <span className={css.held}>{t('is_muted')}</span> : null}
        <span>{t('votes', { count: votes })}</span>
      </p>
      <Acts
        question={question}
        isOff={isOff}
        acts={acts}
        isHiding={isHiding}
        hide={() => setIsHiding(!isHiding)}
      />
      {isHiding && mayHide(question) ? (
        <fieldset className={css.reasons} aria-label={t('why')}>
          {REASONS.map((reason) => (
            <Button key={reason} disabled={isOff} onClick={() => acts.move(id, 'hidden', reason)}>
              {t(`because.${reason}`)}
            </Button>
          ))}
        </fieldset>
      ) : null}
    </li>
  );
}

interface ActsProps extends Omit<DeskRowProps, 'votes'> {
  isHiding: boolean;
  hide: () => void;
}

function Acts({ question, isOff, acts, isHiding, hide }: ActsProps) {
  const { t } = useTranslation('questions');
  const { id, text, state, is_muted } = question;
  const nameOf = (to: Question['state']) =>
    t(state === 'on_screen' && to === 'visible' ? 'act.off_screen' : `act.${to}`);
  const mute = t(is_muted ? 'act.unmute' : 'act.mute');
  return (
    <div className={css.acts}>
      {movesOf(question).map((to, index) => (
        <Button
          key={to}
          disabled={isOff}
          {...(index === 0 && state === 'queue' ? { type: 'primary' as const } : {})}
          aria-label={t('act_of', { act: nameOf(to), text })}
          onClick={() => acts.move(id, to)}
        >
          {nameOf(to)}
        </Button>
      ))}
      {mayHide(question) ? (
        <Button
          disabled={isOff}
          aria-expanded={isHiding}
          aria-label={t('act_of', { act: t('act.hidden'), text })}
          onClick={hide}
        >
          {t('act.hidden')}
        </Button>
      ) : null}
      <Button
        disabled={isOff}
        aria-label={t('act_of', { act: mute, text })}
        onClick={() => acts.mute(id, !is_muted)}
      >
        {mute}
      </Button>
    </div>
  );
}
