import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  eventsBeginCreateMutation,
  eventsEndCreateMutation,
  eventsRetrieveQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { useRefusalText } from '@/shared/useRefusalText';
import css from './remote.module.css';
import type { EventDetail } from './useRoadshow';

/** The answer is the event as it is now, with what may be done next. */
function useBound() {
  const queryClient = useQueryClient();
  return {
    onSuccess: (event: EventDetail) =>
      queryClient.setQueryData(eventsRetrieveQueryKey({ path: { event_id: event.id } }), event),
  };
}

export function Begin({ event }: { event: EventDetail }) {
  const { t } = useTranslation('live');
  const begin = useMutation({ ...eventsBeginCreateMutation(), ...useBound() });
  return (
    <>
      <Button
        type="primary"
        className={css.begin ?? ''}
        loading={begin.isPending}
        onClick={() => begin.mutate({ path: { event_id: event.id }, body: { edition: event.edition } })}
      >
        {t('begin.do')}
      </Button>
      <Said error={begin.error} />
    </>
  );
}

/** Asks once more on the page itself: everybody in the room is told at once, and there is no way back. */
export function End({ event }: { event: EventDetail }) {
  const { t } = useTranslation('live');
  const [isAsked, setIsAsked] = useState(false);
  if (!isAsked) {
    return (
      <Button danger className={css.end ?? ''} onClick={() => setIsAsked(true)}>
        {t('end.do')}
      </Button>
    );
  }
  return <Asked event={event} onKeep={() => setIsAsked(false)} />;
}

function Asked({ event, onKeep }: { event: EventDetail; onKeep: () => void }) {
  const { t } = useTranslation('live');
  const end = useMutation({ ...eventsEndCreateMutation(), ...useBound() });
  const question = useRef<HTMLElement>(null);
  // It stands where the pad would cover it.
  useEffect(() => {
    question.current?.scrollIntoView({ block: 'center' });
    question.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section ref={question} tabIndex={-1} className={css.ask} aria-labelledby="end">
      <h2 id="end">{t('end.ask')}</h2>
      <p>{t('end.text')}</p>
      <Said error={end.error} />
      <div className={css.acts}>
        <Button onClick={onKeep}>{t('end.keep')}</Button>
        <Button
          danger
          loading={end.isPending}
          onClick={() => end.mutate({ path: { event_id: event.id }, body: { edition: event.edition } })}
        >
          {t('end.do')}
        </Button>
      </div>
    </section>
  );
}

function Said({ error }: { error: unknown }) {
  const textOf = useRefusalText();
  return <div role="alert">{error ? textOf(error) : ''}</div>;
}
