import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { CheckInList, Door } from '@/api';
import { eventConsentOptions } from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import { type Filled, labelOf, sentAnswers } from '@/shared/asking';
import { newNonce } from '@/shared/nonce';
import { useRefusalText } from '@/shared/useRefusalText';
import css from './checkin.module.css';
import type { Doorkeeper } from './keeper';
import { signal } from './signals';
import { WalkInFields } from './WalkInFields';
import { WalkInQuestions } from './WalkInQuestions';
import { type WalkInBody, walkIn } from './walkIn';

interface WalkInProps {
  keeper: Doorkeeper;
  door: Door;
  list: CheckInList;
}

/** For who comes without a ticket: registered and let in at once. The server counts the places, so it needs the net. */
export function WalkIn({ keeper, door, list }: WalkInProps) {
  const { t } = useTranslation('checkin');
  const [isOpen, setOpen] = useState(false);
  const link = useStore(keeper.state, (state) => state.link);
  if (!door.may_register || !list.takes_entries) return null;
  return (
    <section className={css.panel} aria-labelledby="walk-in">
      <h2 id="walk-in">{t('walk_in.title')}</h2>
      {link === 'online' ? null : <p className={css.quiet}>{t('walk_in.needs_net')}</p>}
      {isOpen ? (
        <WalkInForm
          keeper={keeper}
          door={door}
          list={list}
          isOnline={link === 'online'}
          onClose={() => setOpen(false)}
        />
      ) : (
        <button type="button" className={css.big} disabled={link !== 'online'} onClick={() => setOpen(true)}>
          {t('walk_in.open')}
        </button>
      )}
    </section>
  );
}

interface WalkInFormProps extends WalkInProps {
  isOnline: boolean;
  onClose: () => void;
}

/** Stays while the net is away, with all that is typed and its nonce: an answer may have been lost. */
function WalkInForm({ keeper, door, list, isOnline, onClose }: WalkInFormProps) {
  const { t } = useTranslation('checkin');
  const consent = useQuery({ ...eventConsentOptions(), staleTime: 60_000 });
  const { send, busy, error, ...asking } = useWalkIn(keeper, door, list, consent.data?.version ?? '');
  const problem = useProblem(door);
  return (
    <form className={css.walkIn} aria-label={t('walk_in.title')} onSubmit={(event) => void send(event)}>
      <WalkInFields door={door} list={list} />
      <WalkInQuestions {...asking} />
      <label className={css.agree}>
        <input type="checkbox" required />
        <span>
          {consent.data?.text ?? '…'}
          {door.consent ? ` ${door.consent.text}` : ''}
        </span>
      </label>
      <div role="alert">{error ? problem(error) : ''}</div>
      <div className={css.ways}>
        <button
          type="submit"
          className={`${css.big} ${css.main}`}
          disabled={busy || !consent.data || !isOnline}
        >
          {t('walk_in.do')}
        </button>
        <button type="button" className={css.big} onClick={onClose}>
          {t('walk_in.close')}
        </button>
      </div>
    </form>
  );
}

/** What was refused, and of a question which it was. */
function useProblem(door: Door) {
  const { i18n } = useTranslation('checkin');
  const textOf = useRefusalText();
  return (error: unknown): string => {
    const of = Object.entries(toApiError(error).fields).map(([name, texts]) => {
      const question = (door.questions ?? []).find(({ id }) => name === `answers.${id}`);
      return [question ? labelOf(question, i18n.language) : '', ...texts].filter(Boolean).join(' ');
    });
    return [textOf(error), ...of].join(' ');
  };
}

/** One nonce for one person: pressing twice, or again after a lost answer, registers once. */
function useWalkIn(keeper: Doorkeeper, door: Door, list: CheckInList, version: string) {
  const nonce = useRef(newNonce());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [filled, onFill] = useState<Filled>({});
  const questions = (door.questions ?? []).filter(({ is_asked_at_door }) => is_asked_at_door);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { kept } = keeper.state.getState();
    if (!kept || busy) return;
    const said = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const body: WalkInBody = {
      ...{ list: list.id, nonce: nonce.current, consent_version: version },
      ...{ name: said('name'), organization: said('organization'), contact: said('contact') },
      ticket_type: said('ticket_type'),
      event_consent: door.consent?.id ?? null,
      means: said('means') as WalkInBody['means'],
      answers: sentAnswers(questions, filled),
    };
    setBusy(true);
    setError(null);
    try {
      const shown = await walkIn(keeper, kept, body);
      if (shown) signal(shown.result);
      nonce.current = newNonce();
      form.reset();
      onFill({});
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
    }
  };
  return { send, busy, error, questions, filled, onFill };
}
