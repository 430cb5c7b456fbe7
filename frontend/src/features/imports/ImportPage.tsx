import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, App, Button, Progress, Steps } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportOutput } from '@/api';
import {
  checkImportMutation,
  getImportOptions,
  getImportQueryKey,
  listImportProblemsQueryKey,
  runImportMutation,
  setImportMappingMutation,
} from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import { formatCount } from '@/shared/format';
import { MainAction } from '@/shared/MainAction';
import { PageHeader } from '@/shared/PageHeader';
import { EmptyState } from '@/shared/states/EmptyState';
import { ErrorState } from '@/shared/states/ErrorState';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './imports.module.css';
import { MappingForm } from './MappingForm';
import { Preview } from './Preview';
import { filled, isSameMapping, type Mapping, nextStep, progressOf, startingMapping, stepOf } from './steps';
import { useImportCodes } from './useImportCodes';

const route = getRouteApi('/_app/operator/imports/$id');
const POLL = 1_500;
// The table's kit is heavy, and there is no report before the file was tried out.
const Report = lazy(() => import('./Report'));

/** One file on its way in: columns, dry run, import; each step says what it found. */
export function ImportPage() {
  const { t } = useTranslation('imports');
  const { id } = route.useParams();
  const batch = useQuery({
    ...getImportOptions({ path: { import_id: id } }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL : false),
  });
  if (batch.isPending) return <LoadingState height="70vh" />;
  if (batch.isError) {
    if (toApiError(batch.error).status !== 404) {
      return <ErrorState error={batch.error} onRetry={() => void batch.refetch()} />;
    }
    return (
      <EmptyState heading="h1" title={t('gone')} action={<Link to="/operator/imports">{t('back')}</Link>} />
    );
  }
  return <Batch key={id} batch={batch.data} />;
}

function useActs(batch: ImportOutput) {
  const queryClient = useQueryClient();
  const path = { import_id: batch.id };
  const keep = (fresh: ImportOutput) => {
    queryClient.setQueryData(getImportQueryKey({ path }), fresh);
    void queryClient.invalidateQueries({ queryKey: listImportProblemsQueryKey({ path }) });
  };
  const map = useMutation(setImportMappingMutation());
  const check = useMutation({ ...checkImportMutation(), onSuccess: keep });
  const run = useMutation({ ...runImportMutation(), onSuccess: keep });
  return {
    error: map.error ?? check.error ?? run.error,
    isBusy: map.isPending || check.isPending || run.isPending,
    tryOut: async (mapping: Mapping) => {
      run.reset();
      if (!isSameMapping(mapping, batch.mapping)) keep(await map.mutateAsync({ path, body: { mapping } }));
      else map.reset();
      await check.mutateAsync({ path });
    },
    bringIn: () => run.mutateAsync({ path }),
  };
}

function Batch({ batch }: { batch: ImportOutput }) {
  const { t } = useTranslation('imports');
  const code = useImportCodes();
  const [mapping, setMapping] = useState<Mapping>(() => startingMapping(batch));
  const acts = useActs(batch);
  const isChanged = !isSameMapping(filled(mapping), batch.mapping);
  const step = stepOf(batch);
  const isLocked = !batch.allowed_actions.includes('set_mapping') || acts.isBusy;
  return (
    <>
      <PageHeader
        eyebrow={<Link to="/operator/imports">{t('back')}</Link>}
        title={batch.file_name || t('file_gone')}
        subtitle={`${code('subject', batch.subject)} · ${batch.source} · ${code('state', batch.state)}`}
        actions={
          <NextButton
            batch={batch}
            isChanged={isChanged}
            isBusy={acts.isBusy}
            onCheck={() => acts.tryOut(filled(mapping)).catch(() => undefined)}
            onRun={() => acts.bringIn().catch(() => undefined)}
          />
        }
      />
      <div className={css.page}>
        <Steps
          current={step}
          status={batch.state === 'failed' ? 'error' : batch.state === 'done' ? 'finish' : 'process'}
          items={[{ title: t('step.map') }, { title: t('step.check') }, { title: t('step.run') }]}
        />
        {acts.error ? <Refused error={acts.error} /> : null}
        <Running batch={batch} />
        <Failure batch={batch} />
        <Suspense fallback={null}>
          <Report batch={batch} />
        </Suspense>
        <MappingForm batch={batch} mapping={mapping} onChange={setMapping} disabled={isLocked} />
        <Preview batch={batch} mapping={mapping} />
      </div>
    </>
  );
}

interface NextButtonProps {
  batch: ImportOutput;
  isChanged: boolean;
  isBusy: boolean;
  onCheck: () => Promise<unknown>;
  onRun: () => Promise<unknown>;
}

function NextButton({ batch, isChanged, isBusy, onCheck, onRun }: NextButtonProps) {
  const { t, i18n } = useTranslation('imports');
  const { modal } = App.useApp();
  const next = nextStep(batch, isChanged);
  const rows = formatCount(batch.totals?.rows ?? 0, i18n.language);
  const ask = () =>
    modal.confirm({
      title: t('run_title'),
      content: t('run_text', { rows, source: batch.source }),
      okText: t('run'),
      onOk: onRun,
    });
  const may = (action: string) => batch.allowed_actions.includes(action);
  if (next === 'run' && may('run_import')) {
    return (
      <>
        <Button onClick={() => void onCheck()} loading={isBusy}>
          {t('check_again')}
        </Button>
        <MainAction>
          <Button type="primary" onClick={ask} loading={isBusy}>
            {t('run')}
          </Button>
        </MainAction>
      </>
    );
  }
  if (!may('check_import')) return null;
  const check = (
    <Button type={next === 'check' ? 'primary' : 'default'} onClick={() => void onCheck()} loading={isBusy}>
      {t(next === 'done' ? 'check_again' : 'check')}
    </Button>
  );
  return next === 'check' ? <MainAction>{check}</MainAction> : check;
}

function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation('imports');
  const code = useImportCodes();
  const { detail, fields } = toApiError(error);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={detail || t('failed')}
      description={
        <ul>
          {Object.entries(fields).map(([name, texts]) => (
            <li key={name}>
              {code('field', name)}: {texts.join(' ')}
            </li>
          ))}
        </ul>
      }
    />
  );
}

function Running({ batch }: { batch: ImportOutput }) {
  const { t, i18n } = useTranslation('imports');
  if (batch.state !== 'running') return null;
  const share = progressOf(batch);
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <section className={css.panel} aria-label={t('running')}>
      <p role="status">
        {t(batch.mode === 'check' ? 'running_check' : 'running')}
        {share === null
          ? ''
          : ` ${t('rows_of', { done: count(batch.rows_done), total: count(batch.rows_total ?? 0) })}`}
      </p>
      <Progress
        percent={Math.round((share ?? 0) * 100)}
        status="active"
        showInfo={share !== null}
        aria-label={t('running')}
      />
      <p className={css.quiet}>{t('running_note')}</p>
    </section>
  );
}

function Failure({ batch }: { batch: ImportOutput }) {
  const { t } = useTranslation('imports');
  const code = useImportCodes();
  if (batch.state !== 'failed') return null;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('failed')}
      description={
        batch.refusal
          ? t(batch.mode === 'import' ? 'failed_import' : 'failed_check', {
              why: code('refusal', batch.refusal),
            })
          : null
      }
    />
  );
}
