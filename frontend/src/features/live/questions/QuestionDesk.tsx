import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadingState } from '@/shared/states/LoadingState';
import live from '../live.module.css';
import type { RoadshowState } from '../room';
import type { EventDetail, Roadshow } from '../useRoadshow';
import { DeskRow } from './DeskRow';
import { type BackstageState, PILES, type Pile, pilesOf } from './questions';
import css from './questions.module.css';
import { useDeskActs } from './useDeskActs';

const RulesForm = lazy(() => import('./RulesForm').then((found) => ({ default: found.RulesForm })));

interface QuestionDeskProps {
  event: EventDetail;
  state: RoadshowState;
  backstage: BackstageState;
  room: Roadshow['room'];
  isOff: boolean;
}

/** What the host does with questions: look at what waits, put one on the screen, tick off, hide with a reason, hand on. */
export function QuestionDesk({ event, state, backstage, room, isOff }: QuestionDeskProps) {
  const { t } = useTranslation('questions');
  const [pile, setPile] = useState<Pile>('queue');
  const [hasRules, setHasRules] = useState(false);
  const acts = useDeskActs(event.id, room.command);
  const piles = pilesOf(backstage, state.questions);
  return (
    <>
      <Button className={css.settings ?? ''} aria-expanded={hasRules} onClick={() => setHasRules(!hasRules)}>
        {t('rules.title')}
      </Button>
      {hasRules ? (
        <Suspense fallback={<LoadingState height={240} />}>
          <RulesForm rules={backstage.rules} isOff={isOff} save={acts.setRules} />
        </Suspense>
      ) : null}
      <fieldset className={css.orders} aria-label={t('pile.label')}>
        {PILES.map((one) => (
          <button key={one} type="button" aria-pressed={one === pile} onClick={() => setPile(one)}>
            {t(`pile.${one}`)} {piles[one].length}
          </button>
        ))}
      </fieldset>
      <p role="alert" className={css.refusal}>
        {acts.refusal}
      </p>
      {piles[pile].length === 0 ? <p className={live.quiet}>{t(`pile_empty.${pile}`)}</p> : null}
      <ol className={css.list}>
        {piles[pile].map((one) => (
          <DeskRow
            key={one.id}
            question={one}
            votes={state.questions[one.id]?.votes ?? 0}
            isOff={isOff}
            acts={acts}
          />
        ))}
      </ol>
    </>
  );
}
