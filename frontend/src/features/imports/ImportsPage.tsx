import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/shared/PageHeader';
import { LoadingState } from '@/shared/states/LoadingState';
import css from './imports.module.css';
import { NewImport } from './NewImport';

const ImportsTable = lazy(() => import('./ImportsTable'));

/** A new file to bring in, and what became of the earlier ones. */
export function ImportsPage() {
  const { t } = useTranslation('imports');
  return (
    <>
      <PageHeader title={t('title')} subtitle={t('subtitle')} />
      <div className={css.page}>
        <NewImport />
        <section className={css.group} aria-labelledby="earlier">
          <h2 id="earlier">{t('earlier')}</h2>
          <Suspense fallback={<LoadingState height={320} />}>
            <ImportsTable />
          </Suspense>
        </section>
      </div>
    </>
  );
}
