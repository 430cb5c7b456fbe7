import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskQuestion, MOVES, mayHide } from './questions';
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
  const [isHiding, setIsHiding] = useState(false);
  const { id, text, state } = question;
  return (
    <li className={css.deskRow} data-state={state}>
      <p className={css.text}>{text}</p>
      <p className={css.facts}>
        {state === 'on_screen' ? <span className={css.state}>{t('state.on_screen')}</span> : null}
        {state === 'deferred' ? <span className={css.state}>{t('state.deferred')}</span> : null}
        {question.is_held ? <span className={css.held}>{t('held')}</span> : null}
        {state === 'hidden' && question.hidden_because ? (
          <span>{t(`because.${question.hidden_because}`)}</span>
        ) : null}
        <span>{question.name || t('nobody')}</span>
        {question.is_muted ? <span className={css.held}>{t('is_muted')}</span> : null}
        <span>{t('votes', { count: votes })}</span>
      </p>
      <div className={css.acts}>
        {MOVES[state].map((to, index) => (
          <Button
            key={to}
            disabled={isOff}
            {...(index === 0 && state === 'queue' ? { type: 'primary' as const } : {})}
            aria-label={t('act_of', { act: t(`act.${to}`), text })}
            onClick={() => acts.move(id, to)}
          >
            {t(`act.${to}`)}
          </Button>
        ))}
        {mayHide(question) ? (
          <Button
            disabled={isOff}
            aria-expanded={isHiding}
            aria-label={t('act_of', { act: t('act.hidden'), text })}
            onClick={() => setIsHiding(!isHiding)}
          >
            {t('act.hidden')}
          </Button>
        ) : null}
        <Button
          disabled={isOff}
          aria-label={t('act_of', { act: t(question.is_muted ? 'act.unmute' : 'act.mute'), text })}
          onClick={() => acts.mute(question.participant, !question.is_muted)}
        >
          {t(question.is_muted ? 'act.unmute' : 'act.mute')}
        </Button>
      </div>
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
