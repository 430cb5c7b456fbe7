import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listRoundsOptions } from '@/api/@tanstack/react-query.gen';
import { AppLink } from '@/shared/AppLink';
import detail from '@/shared/detail/detail.module.css';
import { Panel } from '@/shared/detail/Panel';
import { useStageLabel } from '@/shared/labels';
import { Money } from '@/shared/Money';
import { organizationName } from '@/shared/names';
import { ErrorState } from '@/shared/states/ErrorState';
import css from './deal.module.css';

/** Rounds the company closed before, with who took part and where the record comes from. */
export function RoundHistory({ organizationId }: { organizationId: string }) {
  const { t, i18n } = useTranslation('deals');
  const stageLabel = useStageLabel();
  const rounds = useQuery(listRoundsOptions({ path: { organization_id: organizationId } }));
  if (rounds.isError) return <ErrorState error={rounds.error} onRetry={() => void rounds.refetch()} />;
  if (!rounds.data || rounds.data.results.length === 0) return null;
  return (
    <Panel id="rounds" title={t('rounds.title')}>
      <ol className={css.rounds}>
        {rounds.data.results.map((round) => (
          <li key={round.id}>
            <p className={css.roundHead}>
              <strong>{round.round_label || stageLabel(round.stage)}</strong>
              <span>{round.closed_on.slice(0, { year: 4, month: 7, day: 10 }[round.closed_precision])}</span>
              <Money value={round.amount} />
            </p>
            <p>
              {round.investors.map(({ organization, is_lead }, index) => (
                <span key={organization.id}>
                  {index > 0 ? t('deal.list') : ''}
                  <AppLink href={`/investors/${organization.id}`}>
                    {organizationName(organization, i18n.language)}
                  </AppLink>
                  {is_lead ? <span className={detail.lead}> {t('rounds.lead')}</span> : null}
                </span>
              ))}
            </p>
            {round.source === 'self_reported' || round.source_credit ? (
              <p className={css.small}>
                {round.source === 'self_reported'
                  ? t('rounds.self_reported')
                  : t('rounds.source', { source: round.source_credit })}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
