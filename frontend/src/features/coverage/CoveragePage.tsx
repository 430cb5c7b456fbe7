import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ExportCoverageData } from '@/api';
import { getCoverageOptions } from '@/api/@tanstack/react-query.gen';
import { client } from '@/api/client.gen';
import { useSectors } from '@/app/sectors';
import { AppLink } from '@/shared/AppLink';
import { PageHeader } from '@/shared/PageHeader';
import { compact } from '@/shared/search/address';
import { Loaded } from '@/shared/states/Loaded';
import { type CoverageSearch, MEASURES, type Measure } from './coverage';
import css from './coverage.module.css';
import { HeatTable } from './HeatTable';
import { Legend } from './Legend';

const route = getRouteApi('/_app/coverage');

/** Where money looks and where startups are, by sector and stage. Public: every figure is of what anybody may see. */
export function CoveragePage() {
  const { t } = useTranslation('coverage');
  const { nameOf } = useSectors();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const measure = search.measure ?? 'deals';
  const query = search.under ? { under: search.under } : {};
  const found = useQuery({ ...getCoverageOptions({ query }), placeholderData: keepPreviousData });
  const change = (changes: CoverageSearch) =>
    void navigate({ search: compact({ ...search, ...changes }), replace: true, resetScroll: false });
  return (
    <div className="wrap">
      <PageHeader
        title={search.under ? t('title_under', { sector: nameOf(search.under) }) : t('title')}
        subtitle={t('subtitle')}
        eyebrow={search.under ? <AppLink href={backHref(search)}>{t('all_sectors')}</AppLink> : null}
        actions={
          <Button
            href={client.buildUrl<ExportCoverageData>({ url: '/api/v1/street/coverage/export/', query })}
            download
          >
            {t('export')}
          </Button>
        }
      />
      <div className={css.tools}>
        <Segmented<Measure>
          aria-label={t('measure.label')}
          value={measure}
          onChange={(next) => change({ measure: next === 'deals' ? undefined : next })}
          options={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))}
        />
        <p className={css.note}>{t(`measure.${measure}_text`)}</p>
      </div>
      <Loaded query={found}>
        {(map) => (
          <>
            <Legend measure={measure} />
            <HeatTable map={map} measure={measure} />
            {map.open_theses > 0 ? (
              <p className={css.note}>{t('open_theses', { count: map.open_theses })}</p>
            ) : null}
            <p className={css.note}>{t('once')}</p>
          </>
        )}
      </Loaded>
    </div>
  );
}

/** Back to all sectors, with the same measure. */
function backHref({ measure }: CoverageSearch): string {
  return measure ? `/coverage?measure=${measure}` : '/coverage';
}
