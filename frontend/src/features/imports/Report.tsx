import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportOutput, ImportProblemOutput, ListImportProblemsData } from '@/api';
import { listImportProblemsOptions } from '@/api/@tanstack/react-query.gen';
import { client } from '@/api/client.gen';
import { DataTable } from '@/shared/DataTable';
import { formatCount } from '@/shared/format';
import { StatTile } from '@/shared/StatTile';
import css from './imports.module.css';
import { unknownWords } from './steps';
import { useImportCodes } from './useImportCodes';

const route = getRouteApi('/_app/operator/imports/$id');
const FEW = 24;
const COUNTS = ['rows', 'new', 'changed', 'unchanged', 'claimed', 'rounds_new', 'problems'] as const;

/** What a run found: counts, rows left out with their reasons, and sector words the tree does not know. */
export default function Report({ batch }: { batch: ImportOutput }) {
  const { t } = useTranslation('imports');
  const { totals, state, mode } = batch;
  if (!totals || state === 'uploaded' || (state === 'failed' && totals.rows === 0)) return null;
  const isOfDeals = batch.subject === 'deals';
  const counts = COUNTS.filter((one) => (one === 'rounds_new' ? isOfDeals : one !== 'claimed' || !isOfDeals));
  return (
    <>
      <section className={css.panel} aria-labelledby="report">
        <h2 id="report">{t(mode === 'check' ? 'report.check' : 'report.import')}</h2>
        <div className={css.stats}>
          {counts.map((one) => (
            <StatTile key={one} label={t(`total.${one}`)} value={totals[one]} />
          ))}
        </div>
        {mode === 'check' && state === 'checked' ? (
          <p className={css.quiet}>{t('report.nothing_kept')}</p>
        ) : null}
      </section>
      {totals.problems > 0 && state !== 'running' ? <Problems batch={batch} /> : null}
      <UnknownWords counts={totals.unknown_sectors} />
    </>
  );
}

function Problems({ batch }: { batch: ImportOutput }) {
  const { t } = useTranslation('imports');
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const path = { import_id: batch.id };
  const list = useQuery({
    ...listImportProblemsOptions({ path, query: { page } }),
    placeholderData: keepPreviousData,
  });
  // The operation also answers CSV, which only the link below asks for.
  const found = typeof list.data === 'object' ? list.data : undefined;
  const file = client.buildUrl<ListImportProblemsData>({
    url: '/api/v1/imports/{import_id}/problems/',
    path,
    query: { format: 'csv' },
  });
  return (
    <section className={css.group} aria-labelledby="problems">
      <div className={css.head}>
        <h2 id="problems">{t('problems.title')}</h2>
        <a href={file}>{t('problems.download')}</a>
      </div>
      <DataTable<ImportProblemOutput & { key: string }>
        label={t('problems.title')}
        columns={useProblemColumns()}
        rows={found?.results.map((one, index) => ({
          ...one,
          key: `${one.row} ${one.column} ${one.code} ${index}`,
        }))}
        rowKey="key"
        total={found?.count ?? 0}
        page={page}
        loading={list.isFetching}
        error={list.error}
        onRetry={() => void list.refetch()}
        onChange={(next) =>
          void navigate({ search: next.page > 1 ? { page: next.page } : {}, resetScroll: false })
        }
      />
    </section>
  );
}

function useProblemColumns(): TableColumnsType<ImportProblemOutput & { key: string }> {
  const { t, i18n } = useTranslation('imports');
  const code = useImportCodes();
  return [
    {
      title: t('problems.row'),
      key: 'row',
      width: 90,
      align: 'right',
      render: (_, { row }) => formatCount(row, i18n.language),
    },
    {
      title: t('problems.column'),
      key: 'column',
      width: 150,
      render: (_, { column }) => (column ? code('field', column) : ''),
    },
    { title: t('problems.reason'), key: 'reason', width: 320, render: (_, { reason }) => reason },
    {
      title: t('problems.value'),
      key: 'value',
      render: (_, { value }) => <span className={css.value}>{value}</span>,
    },
  ];
}

function UnknownWords({ counts }: { counts: Record<string, number> }) {
  const { t, i18n } = useTranslation('imports');
  const [all, setAll] = useState(false);
  const words = unknownWords(counts);
  if (words.length === 0) return null;
  return (
    <section className={css.panel} aria-labelledby="unknown">
      <h2 id="unknown">{t('unknown.title', { count: words.length })}</h2>
      <p className={css.quiet}>{t('unknown.text')}</p>
      <ul className={css.words}>
        {(all ? words : words.slice(0, FEW)).map(({ word, count }) => (
          <li key={word}>
            {word} <span className={css.quiet}>{formatCount(count, i18n.language)}</span>
          </li>
        ))}
      </ul>
      {words.length > FEW ? (
        <p>
          <button type="button" className="text-button" onClick={() => setAll(!all)}>
            {all ? t('unknown.fewer') : t('unknown.all', { count: words.length })}
          </button>
        </p>
      ) : null}
    </section>
  );
}
