import { useTranslation } from 'react-i18next';
import type { ThesisOutput } from '@/api';
import { useSectors } from '@/app/sectors';
import { useLabels } from '@/shared/cards/useLabels';
import { type Fact, Facts, fact } from '@/shared/Facts';
import { useStageLabel } from '@/shared/labels';
import { MoneyRange } from '@/shared/Money';
import { Markdown } from '@/shared/markdown/Markdown';
import css from './firm.module.css';

/** What a firm says it looks for, in its own figures. */
export function ThesisCard({ thesis }: { thesis: ThesisOutput }) {
  const { t, i18n } = useTranslation('investors');
  const { nameOf } = useSectors();
  const stageLabel = useStageLabel();
  const label = useLabels();
  const dot = ' · ';
  const title = (i18n.language.startsWith('en') && thesis.title_en) || thesis.title;
  const hasTicket = thesis.ticket_min !== null || thesis.ticket_max !== null;
  const yesNo = (value: boolean | null) => (value === null ? null : t(value ? 'thesis.yes' : 'thesis.no'));
  const facts: Fact[] = [
    [t('thesis.stages'), thesis.stages.map(stageLabel).join(dot)],
    fact(
      t('thesis.ticket'),
      hasTicket ? <MoneyRange low={thesis.ticket_min} high={thesis.ticket_max} /> : null,
    ),
    [t('thesis.place'), [...thesis.cities, ...thesis.regions].join(dot)],
    [t('thesis.lead'), thesis.lead_or_follow ? label('lead_or_follow', thesis.lead_or_follow) : null],
    [t('thesis.instruments'), thesis.instruments.map((code) => label('instrument', code)).join(dot)],
    [
      t('thesis.annual'),
      thesis.annual_deals === null ? null : t('thesis.deals', { count: thesis.annual_deals }),
    ],
    [
      t('thesis.days'),
      thesis.decision_days === null ? null : t('thesis.days_value', { count: thesis.decision_days }),
    ],
    [t('thesis.pre_revenue'), yesNo(thesis.pre_revenue_ok)],
    [t('thesis.ownership'), thesis.ownership_target_pct === null ? null : `${thesis.ownership_target_pct}%`],
    [
      t('thesis.reinvest'),
      thesis.reinvest_ratio_pct === null ? null : `${thesis.reinvest_ratio_pct}% ${thesis.reinvest_place}`,
    ],
    [t('thesis.open_to'), thesis.open_to ? label('open_to', thesis.open_to) : null],
    [t('thesis.keywords'), thesis.keywords.join(dot)],
    [t('thesis.fund'), thesis.fund?.name],
  ];
  return (
    <article className={css.panel}>
      <div className={css.thesisHead}>
        <h3>{title}</h3>
        <span className={css.quiet}>{t('thesis.declared')}</span>
      </div>
      {thesis.summary ? <Markdown source={thesis.summary} /> : null}
      <ul className={css.sectors} aria-label={t('thesis.sectors')}>
        {thesis.sectors_include.map((code) => (
          <li key={code}>{nameOf(code)}</li>
        ))}
      </ul>
      <Facts facts={facts} />
      {thesis.sectors_exclude.length > 0 ? (
        <p className={css.quiet}>
          {t('thesis.excluded')} {thesis.sectors_exclude.map(nameOf).join(dot)}
        </p>
      ) : null}
      {thesis.value_add ? (
        <p>
          <strong>{t('thesis.value_add')}</strong> {thesis.value_add}
        </p>
      ) : null}
      {thesis.negative_list ? (
        <p className={css.quiet}>
          {t('thesis.negative')} {thesis.negative_list}
        </p>
      ) : null}
    </article>
  );
}
