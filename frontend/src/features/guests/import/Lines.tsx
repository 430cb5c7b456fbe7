import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, GuestImportLine } from '@/api';
import { kindName } from '@/shared/names';
import { StateBadge } from '@/shared/StateBadge';
import css from '../guests.module.css';
import { countsOf, takenLines } from './table';

interface LinesProps {
  event: EventDetailOutput;
  lines: GuestImportLine[];
  /** Those that are new and shall not be brought in. */
  left: number[];
  onLeave: (left: number[]) => void;
}

const VIRTUAL_ABOVE = 200;
const TONES = { new: 'ok', known: 'plain', flawed: 'attention' } as const;

/** How each line is read, and what is wrong with it; what is ticked is brought in. */
export function Lines({ event, lines, left, onLeave }: LinesProps) {
  const { t, i18n } = useTranslation('guestImport');
  const counts = countsOf(lines);
  const virtual = lines.length > VIRTUAL_ABOVE;
  const kindOf = (id: string | null) => event.ticket_types.find((one) => one.id === id);
  const fresh = takenLines(lines, []);
  return (
    <section aria-label={t('lines.title')}>
      <p role="status" className={css.count}>
        {t('lines.counts', { fresh: counts.new, known: counts.known, flawed: counts.flawed })}
      </p>
      <Table<GuestImportLine>
        dataSource={lines}
        rowKey="number"
        pagination={false}
        virtual={virtual}
        scroll={virtual ? { x: 900, y: 520 } : { x: 900 }}
        rowSelection={{
          selectedRowKeys: takenLines(lines, left),
          onChange: (keys) => onLeave(fresh.filter((number) => !keys.includes(number))),
          columnWidth: 44,
          // No box for all: antd draws it once more where it measures, hidden and in the way of the keyboard.
          columnTitle: <span className="visually-hidden">{t('lines.choose_column')}</span>,
          getCheckboxProps: ({ number, state }) => ({
            disabled: state !== 'new',
            'aria-label': t('lines.choose', { number }),
          }),
        }}
        columns={[
          { title: t('lines.number'), dataIndex: 'number', width: 70 },
          { title: t('column.name'), dataIndex: 'name', width: 140 },
          { title: t('column.organization'), dataIndex: 'organization', width: 180 },
          {
            title: t('lines.contact'),
            key: 'contact',
            width: 220,
            render: (_, row) => <span className={css.contact}>{row.contact}</span>,
          },
          {
            title: t('column.ticket_type'),
            key: 'kind',
            width: 110,
            render: (_, row) => {
              const kind = kindOf(row.ticket_type);
              return kind ? kindName(kind, i18n.language) : '';
            },
          },
          { title: t('lines.state'), key: 'state', width: 240, render: (_, row) => <Standing line={row} /> },
        ]}
      />
    </section>
  );
}

function Standing({ line: { state, flaws } }: { line: GuestImportLine }) {
  const { t } = useTranslation('guestImport');
  return (
    <>
      <StateBadge tone={TONES[state]} label={t(`state.${state}`)} />{' '}
      {flaws
        .map(({ what, column }) => (column ? `${column}: ${t(`flaw.${what}`)}` : t(`flaw.${what}`)))
        .join('; ')}
    </>
  );
}
