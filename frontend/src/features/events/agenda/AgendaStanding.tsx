import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaDraft, AgendaRelease } from '@/api';
import { eventsAgendaDraftOptions, eventsAgendaReleaseMutation } from '@/api/@tanstack/react-query.gen';
import { useConfirm } from '@/app/acts';
import { Time } from '@/shared/Time';
import css from '../events.module.css';
import { useWritten } from '../useWritten';
import type { EventDetail } from '../words';
import { ChangeList } from './ChangeList';
import { ClashList } from './ClashList';
import { useLeaving } from './useLeaving';

/** How the draft stands beside what everybody sees: what clashes, what would be new, and letting it out. */
export function AgendaStanding({ event }: { event: EventDetail }) {
  const { data } = useQuery(eventsAgendaDraftOptions({ path: { event_id: event.id } }));
  const may = event.allowed_actions.includes('release_agenda');
  const isAhead = may && data !== undefined && data.changes.length > 0;
  useLeaving(isAhead);
  if (!data) return null;
  return (
    <>
      <ClashList clashes={data.clashes} />
      {event.agenda_release ? <Released release={event.agenda_release} /> : null}
      {isAhead ? <Release event={event} draft={data} /> : null}
    </>
  );
}

function Released({ release: { number, released_at } }: { release: AgendaRelease }) {
  const { t } = useTranslation('agenda');
  return (
    <p className={css.quiet}>
      {t('released', { number })} <Time value={released_at} as="datetime" />
    </p>
  );
}

function Release({ event, draft }: { event: EventDetail; draft: AgendaDraft }) {
  const { t } = useTranslation('agenda');
  const confirm = useConfirm();
  const [note, setNote] = useState('');
  const release = useMutation({ ...eventsAgendaReleaseMutation(), ...useWritten()(t('done')) });
  const ask = () =>
    confirm({
      title: t('ask'),
      text: t('ask_text', { count: event.taken ?? 0 }),
      ok: t('release'),
      danger: false,
      act: () =>
        release.mutateAsync({
          path: { event_id: event.id },
          body: { edition: event.edition, note: note.trim() },
        }),
    });
  return (
    <section aria-labelledby="agenda-release">
      <h3 id="agenda-release">{t('ahead')}</h3>
      <ChangeList changes={draft.changes} />
      {draft.unconfirmed > 0 ? (
        <Alert type="info" showIcon title={t('unconfirmed', { count: draft.unconfirmed })} />
      ) : null}
      <label htmlFor="agenda-note">{t('note')}</label>
      <Input id="agenda-note" value={note} maxLength={200} onChange={({ target }) => setNote(target.value)} />
      <div className={css.acts}>
        <Button type="primary" loading={release.isPending} onClick={ask}>
          {t('release')}
        </Button>
      </div>
    </section>
  );
}
