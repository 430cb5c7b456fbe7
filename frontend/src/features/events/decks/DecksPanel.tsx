import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FinalDeck } from '@/api';
import {
  agendaSlotsDeckFileMutation,
  agendaSlotsDeckReopenMutation,
  eventsDecksDueMutation,
  eventsDecksOptions,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { organizationName } from '@/shared/names';
import { Loaded } from '@/shared/states/Loaded';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { fromField, toField } from '../times';
import { useWritten } from '../useWritten';
import { type EventDetail, titleOf } from '../words';
import { DeckFacts } from './DeckFacts';
import { DeckPages } from './DeckPages';
import { standingOfDeck } from './standing';

/** Until when companies bring their final decks, and what is there. */
export function DecksPanel({ event }: { event: EventDetail }) {
  const { t } = useTranslation('decks');
  const query = useQuery(eventsDecksOptions({ path: { event_id: event.id } }));
  const may = event.allowed_actions.includes('manage_decks');
  return (
    <section className={css.panel} aria-labelledby="decks">
      <h2 id="decks">{t('title')}</h2>
      <p className={css.quiet}>{t('text')}</p>
      <Loaded query={query}>
        {({ due_at, results }) => (
          <>
            {may ? <Due key={due_at} event={event} due={due_at} /> : null}
            {!may && due_at ? (
              <p>
                {t('due')} <Time value={due_at} as="datetime" />
              </p>
            ) : null}
            {due_at && results.length === 0 ? <p>{t('nobody')}</p> : null}
            <ul className={css.lines}>
              {due_at || results.some(({ state }) => state)
                ? results.map((deck) => <DeckLine key={deck.slot} deck={deck} may={may} />)
                : null}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}

function Due({ event, due }: { event: EventDetail; due: string | null }) {
  const { t } = useTranslation('decks');
  const [at, setAt] = useState(toField(due));
  const save = useMutation({ ...eventsDecksDueMutation(), ...useWritten()(t('saved')) });
  const say = (due_at: string | null) =>
    save.mutate({ path: { event_id: event.id }, body: { edition: event.edition, due_at } });
  return (
    <>
      <label htmlFor="decks-due">{t('due_field')}</label>
      <Input id="decks-due" type="datetime-local" value={at} onChange={({ target }) => setAt(target.value)} />
      <div className={css.acts}>
        <Button
          disabled={!at || at === toField(due)}
          loading={save.isPending}
          onClick={() => say(fromField(at))}
        >
          {t(due ? 'move' : 'ask')}
        </Button>
        {due ? <Button onClick={() => say(null)}>{t('ask_no_more')}</Button> : null}
      </div>
    </>
  );
}

function DeckLine({ deck, may }: { deck: FinalDeck; may: boolean }) {
  const { t, i18n } = useTranslation('decks');
  const [open, setOpen] = useState(false);
  const told = useTold();
  const path = { slot_id: deck.slot };
  const reopen = useMutation({ ...agendaSlotsDeckReopenMutation(), ...told(t('reopened')) });
  const { onError } = told('');
  const download = useMutation({
    ...agendaSlotsDeckFileMutation(),
    onError,
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const company = organizationName(deck.company, i18n.language);
  const isReady = standingOfDeck(deck) === 'ready';
  return (
    <li>
      <p>
        <strong>{company}</strong> {titleOf(deck, i18n.language)}
      </p>
      <p className={css.facts}>
        <span>
          <DeckFacts deck={deck} />
        </span>
        <span>{t(deck.shows_deck ? 'shown' : 'not_shown')}</span>
      </p>
      <div className={css.acts}>
        {isReady ? (
          <Button aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('look', { company })}
          </Button>
        ) : null}
        {isReady && deck.host_may_download ? (
          <Button loading={download.isPending} onClick={() => download.mutate({ path })}>
            {t('download', { company })}
          </Button>
        ) : null}
        {may && deck.due_at && !deck.takes_deck ? (
          <Button loading={reopen.isPending} onClick={() => reopen.mutate({ path })}>
            {t('reopen', { company })}
          </Button>
        ) : null}
      </div>
      {open ? <DeckPages slot={deck.slot} /> : null}
    </li>
  );
}
