import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { type ChangeEvent, lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, GuestImportPreview } from '@/api';
import { eventsGuestsPreviewMutation } from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import { kindName } from '@/shared/names';
import { EmptyState } from '@/shared/states/EmptyState';
import { LoadingState } from '@/shared/states/LoadingState';
import { useRefusalText } from '@/shared/useRefusalText';
import { DeskFrame } from '../DeskFrame';
import css from '../guests.module.css';
import { Columns } from './Columns';
import { type Mapping, readBase64, type Table, takenLines } from './table';

// Table and form are heavy, and before a file was chosen there is nothing to show in them.
const ImportForm = lazy(() => import('./ImportForm').then((file) => ({ default: file.ImportForm })));
const Lines = lazy(() => import('./Lines').then((file) => ({ default: file.Lines })));
const route = getRouteApi('/_app/org/events/$id_/import');

/** Guests from a table of the host's own: chosen, looked at line by line, and brought in. */
export function ImportPage() {
  const { t } = useTranslation('guestImport');
  const { id } = route.useParams();
  return (
    <DeskFrame id={id} title={t('title')}>
      {(event) =>
        event.allowed_actions.includes('import_guests') ? (
          <Import event={event} />
        ) : (
          <EmptyState title={t('closed')} text={t('closed_text')} />
        )
      }
    </DeskFrame>
  );
}

function Import({ event }: { event: EventDetailOutput }) {
  const [table, setTable] = useState<Table | null>(null);
  // What was read stays in sight while it is read anew.
  const [read, setRead] = useState<GuestImportPreview | null>(null);
  const [left, setLeft] = useState<number[]>([]);
  const preview = useMutation({ ...eventsGuestsPreviewMutation(), onSuccess: setRead });
  const look = (next: Table) => {
    setTable(next);
    preview.mutate({ path: { event_id: event.id }, body: next });
  };
  const only = event.ticket_types.length === 1 ? (event.ticket_types[0]?.id ?? null) : null;
  return (
    <div className={css.guests}>
      <Choose
        busy={preview.isPending}
        error={preview.error}
        onFile={(file) => {
          setRead(null);
          setLeft([]);
          look({ file, mapping: null, ticket_type: only });
        }}
      />
      {table && read ? (
        <Suspense fallback={<LoadingState height={420} />}>
          <Reading event={event} table={table} read={read} onChange={look} />
          <Lines event={event} lines={read.lines} left={left} onLeave={setLeft} />
          <ImportForm
            event={event}
            table={table}
            lines={takenLines(read.lines, left)}
            onDone={() => look(table)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

interface ChooseProps {
  busy: boolean;
  error: unknown;
  onFile: (file: string) => void;
}

function Choose({ busy, error, onFile }: ChooseProps) {
  const { t } = useTranslation('guestImport');
  const textOf = useRefusalText();
  const field = useRef<HTMLInputElement>(null);
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    const chosen = file ? await readBase64(file) : null;
    // The same file may be chosen again once it was mended.
    target.value = '';
    if (chosen !== null) onFile(chosen);
  };
  return (
    <section className={css.panel} aria-labelledby="import-file">
      <h2 id="import-file">{t('file.title')}</h2>
      <p className={css.quiet}>{t('file.text')}</p>
      <div className={css.acts}>
        <input
          ref={field}
          type="file"
          accept=".csv,.xlsx,text/csv"
          hidden
          aria-label={t('file.choose')}
          onChange={(event) => void read(event)}
        />
        <Button loading={busy} onClick={() => field.current?.click()}>
          {t('file.choose')}
        </Button>
      </div>
      <div role="alert">
        {error ? [textOf(error), ...Object.values(toApiError(error).fields).flat()].join(' ') : ''}
      </div>
    </section>
  );
}

interface ReadingProps {
  event: EventDetailOutput;
  table: Table;
  read: GuestImportPreview;
  onChange: (table: Table) => void;
}

/** Which of their columns means what, and the kind of ticket of who names none. */
function Reading({ event, table, read, onChange }: ReadingProps) {
  const { t, i18n } = useTranslation('guestImport');
  return (
    <section className={css.panel} aria-labelledby="import-columns">
      <h2 id="import-columns">{t('columns.title')}</h2>
      <Columns
        columns={read.columns}
        mapping={read.mapping as Mapping}
        onChange={(mapping) => onChange({ ...table, mapping })}
      />
      <div className={css.narrow}>
        <label htmlFor="import-kind">{t('columns.default_kind')}</label>
        <Select
          id="import-kind"
          style={{ width: '100%' }}
          allowClear
          value={table.ticket_type}
          options={event.ticket_types.map((kind) => ({
            value: kind.id,
            label: kindName(kind, i18n.language),
          }))}
          onChange={(kind) => onChange({ ...table, ticket_type: kind ?? null })}
        />
      </div>
    </section>
  );
}
