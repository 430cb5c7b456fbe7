import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, OutcomeOutput } from '@/api';
import { eventsRegistrationsDecideMutation } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { AppLink } from '@/shared/AppLink';
import { DecideDialog, type Decision } from './DecideDialog';
import { inParts, sumsOf } from './deciding';
import css from './guests.module.css';

interface DecidingProps {
  event: EventDetailOutput;
  /** Ids of the guests who are shown, and of those who are chosen. */
  shown: string[];
  chosen: string[];
  onChoose: (ids: string[]) => void;
  /** Called once all are decided, or as many as could be. */
  onDone: () => void;
}

/** The host's yes or no to those who are chosen; what became of each is summed up beneath. */
export function Deciding({ event, shown, chosen, onChoose, onDone }: DecidingProps) {
  const { t } = useTranslation('guests');
  const [asks, setAsks] = useState<'approve' | 'refuse' | null>(null);
  const [outcomes, setOutcomes] = useState<OutcomeOutput[]>([]);
  const { onSuccess: readAgain } = useTold()('');
  const decide = useMutation(eventsRegistrationsDecideMutation());
  const send = async (decision: Decision) => {
    const found: OutcomeOutput[] = [];
    try {
      for (const registrations of inParts(chosen)) {
        const body = { ...decision, registrations, approve: asks === 'approve' };
        const { results } = await decide.mutateAsync({ path: { event_id: event.id }, body });
        found.push(...results);
      }
      setAsks(null);
    } finally {
      // Of a part that failed the parts before it are done.
      setOutcomes(found);
      if (found.length > 0) {
        readAgain();
        onDone();
      }
    }
  };
  return (
    <section className={css.deciding} aria-label={t('approval.title')}>
      <div className={css.acts}>
        <ChooseAll shown={shown} chosen={chosen} onChoose={onChoose} />
        <Button type="primary" disabled={chosen.length === 0} onClick={() => setAsks('approve')}>
          {t('approval.approve', { count: chosen.length })}
        </Button>
        <Button danger disabled={chosen.length === 0} onClick={() => setAsks('refuse')}>
          {t('approval.refuse', { count: chosen.length })}
        </Button>
        <AppLink href={`/org/events/${event.id}/letters`}>{t('letters.title')}</AppLink>
      </div>
      <p role="status" className={css.count}>
        {sumsOf(outcomes).map(({ result, count }) => (
          <span key={result}>{t(`approval.result_${result}`, { count })} </span>
        ))}
      </p>
      {asks ? (
        <DecideDialog
          event={event}
          count={chosen.length}
          approve={asks === 'approve'}
          busy={decide.isPending}
          error={decide.error}
          onSend={(decision) => void send(decision).catch(() => undefined)}
          onClose={() => {
            decide.reset();
            setAsks(null);
          }}
        />
      ) : null}
    </section>
  );
}

function ChooseAll({ shown, chosen, onChoose }: Pick<DecidingProps, 'shown' | 'chosen' | 'onChoose'>) {
  const { t } = useTranslation('guests');
  return (
    <Checkbox
      checked={shown.length > 0 && chosen.length === shown.length}
      indeterminate={chosen.length > 0 && chosen.length < shown.length}
      disabled={shown.length === 0}
      onChange={({ target }) => onChoose(target.checked ? shown : [])}
    >
      {t('approval.choose_all')}
    </Checkbox>
  );
}
