import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaSlotsListResponse } from '@/api';
import { agendaSlotsAnswerMutation, agendaSlotsListOptions } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { AppLink } from '@/shared/AppLink';
import { organizationName } from '@/shared/names';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './events.module.css';
import { span } from './times';
import { titleOf } from './words';

const FinalDeckPart = lazy(() =>
  import('./decks/FinalDeckPart').then((found) => ({ default: found.FinalDeckPart })),
);
type Slot = AgendaSlotsListResponse['results'][number];

/** Events that ask one of the viewer's companies to pitch. Nothing stands there for anybody else. */
export function SlotPanel() {
  const { t } = useTranslation('events');
  const { data } = useQuery(agendaSlotsListOptions());
  if (!data || data.count === 0) return null;
  return (
    <section className={css.panel} aria-labelledby="slots">
      <h2 id="slots">{t('slot.title')}</h2>
      <ul className={css.lines}>
        {data.results.map((slot) => (
          <SlotLine key={`${slot.id} ${slot.is_confirmed} ${slot.shows_deck}`} slot={slot} />
        ))}
      </ul>
    </section>
  );
}

/** A line may be out still though the host has taken it off its draft. */
function standing({ is_dropped, is_confirmed }: Slot) {
  if (is_dropped) return 'slot.dropped';
  return is_confirmed ? 'slot.confirmed' : 'slot.open';
}

function SlotLine({ slot }: { slot: Slot }) {
  const { t, i18n } = useTranslation('events');
  const [showsDeck, setShowsDeck] = useState(slot.shows_deck);
  const told = useTold();
  const answer = useMutation({ ...agendaSlotsAnswerMutation(), ...told(t('slot.answered')) });
  const say = (accepts: boolean) =>
    answer.mutate({ path: { slot_id: slot.id }, body: { accepts, shows_deck: accepts && showsDeck } });
  return (
    <li>
      <p>
        <strong>{titleOf(slot.event, i18n.language)}</strong>{' '}
        {organizationName(slot.event.organization, i18n.language)}
      </p>
      <p className={css.when}>{span(slot.event.starts_at, slot.event.ends_at, i18n.language)}</p>
      <p>
        {t('slot.asks', {
          company: organizationName(slot.company, i18n.language),
          title: titleOf(slot, i18n.language),
          minutes: slot.minutes,
        })}
      </p>
      <p role="status">{t(standing(slot))}</p>
      {slot.is_dropped ? null : (
        <Checkbox checked={showsDeck} onChange={({ target }) => setShowsDeck(target.checked)}>
          {t('slot.shows_deck')}
        </Checkbox>
      )}
      <div className={css.acts}>
        {slot.is_dropped ? null : (
          <Button loading={answer.isPending} onClick={() => say(true)}>
            {slot.is_confirmed ? t('slot.save') : t('slot.accept')}
          </Button>
        )}
        <Button loading={answer.isPending} onClick={() => say(false)}>
          {t('slot.decline')}
        </Button>
      </div>
      {slot.is_confirmed && !slot.is_dropped ? (
        <p>
          <AppLink className={css.touch} href={`/speaking/${slot.event.id}`}>
            {t('slot.speak')}
          </AppLink>
        </p>
      ) : null}
      {slot.is_confirmed && !slot.is_dropped && slot.decks_due_at ? (
        <Suspense fallback={<LoadingState rows={2} />}>
          <FinalDeckPart slot={slot.id} />
        </Suspense>
      ) : null}
    </li>
  );
}
