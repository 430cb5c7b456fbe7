import { useTranslation } from 'react-i18next';
import type { ThesisOutput } from '@/api';
import { DeclaredShare } from '@/app/declared/DeclaredShare';
import { useSectors } from '@/app/sectors';
import { useLabels } from '@/shared/cards/useLabels';
import detail from '@/shared/detail/detail.module.css';
import { type Fact, Facts, fact } from '@/shared/Facts';
import { useStageLabel } from '@/shared/labels';
import { MoneyRange } from '@/shared/Money';
import { Markdown } from '@/shared/markdown/Markdown';
import { titleOf } from '@/shared/names';
import css from './firm.module.css';

const DOT = ' · ';

function useThesisFacts(thesis: ThesisOutput): Fact[] {
  const { t } = useTranslation('investors');
  const stageLabel = useStageLabel();
  const label = useLabels();
  const yesNo = (value: boolean | null) => (value === null ? null : t(value ? 'thesis.yes' : 'thesis.no'));
  const { ticket_min: low, ticket_max: high, annual_deals, decision_days } = thesis;
  return [
    [t('thesis.stages'), thesis.stages.map(stageLabel).join(DOT)],
    fact(t('thesis.ticket'), low || high ? <MoneyRange low={low} high={high} /> : null),
    [t('thesis.place'), [...thesis.cities, ...thesis.regions].join(DOT)],
    [t('thesis.lead'), thesis.lead_or_follow ? label('lead_or_follow', thesis.lead_or_follow) : null],
    [t('thesis.instruments'), thesis.instruments.map((code) => label('instrument', code)).join(DOT)],
    [t('thesis.annual'), annual_deals === null ? null : t('thesis.deals', { count: annual_deals })],
    [t('thesis.days'), decision_days === null ? null : t('thesis.days_value', { count: decision_days })],
    [t('thesis.pre_revenue'), yesNo(thesis.pre_revenue_ok)],
    [t('thesis.ownership'), thesis.ownership_target_pct === null ? null : `${thesis.ownership_target_pct}%`],
    [
      t('thesis.reinvest'),
      thesis.reinvest_ratio_pct === null ? null : `${thesis.reinvest_ratio_pct}% ${thesis.reinvest_place}`,
    ],
    [t('thesis.open_to'), thesis.open_to ? label('open_to', thesis.open_to) : null],
    [t('thesis.keywords'), thesis.keywords.join(DOT)],
    [t('thesis.fund'), thesis.fund?.name],
  ];
}

/** What a firm says it looks for, in its own figures. */
export function ThesisCard({ thesis }: { thesis: ThesisOutput }) {
  const { t, i18n } = useTranslation('investors');
  const { nameOf } = useSectors();
  const facts = useThesisFacts(thesis);
  const title = titleOf(thesis, i18n.language);
  return (
    <article className={detail.panel}>
      <div className={css.thesisHead}>
        <h3>{title}</h3>
        <span className={detail.quiet}>{t('thesis.declared')}</span>
      </div>
      {thesis.summary ? <Markdown source={thesis.summary} /> : null}
      <ul className={css.sectors} aria-label={t('thesis.sectors')}>
        {thesis.sectors_include.map((code) => (
          <li key={code}>{nameOf(code)}</li>
        ))}
      </ul>
      <Facts facts={facts} />
      <DeclaredShare declared={thesis.declared_vs_actual} />
      {thesis.sectors_exclude.length > 0 ? (
        <p className={detail.quiet}>
          {t('thesis.excluded')} {thesis.sectors_exclude.map(nameOf).join(DOT)}
        </p>
      ) : null}
      {thesis.value_add ? (
        <p>
          <strong>{t('thesis.value_add')}</strong> {thesis.value_add}
        </p>
      ) : null}
      {thesis.negative_list ? (
        <p className={detail.quiet}>
          {t('thesis.negative')} {thesis.negative_list}
        </p>
      ) : null}
    </article>
  );
}
